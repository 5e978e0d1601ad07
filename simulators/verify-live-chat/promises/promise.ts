import type { VendorApi } from '../http/vendor-api.ts';
import type { StateHook } from '../pact/states.ts';
import type { OpenSessions } from '../sessions/open-sessions.ts';
import type { Spelling } from '../sessions/spelling.ts';

/** Something that the contract demands and that one request with its answer cannot show. */
export interface PromiseOfReference {
  readonly name: string;
  /** Rejects with `Broken` when the promise is not kept, with `NotTried` when that cannot be told. */
  readonly check: (context: PromiseContext) => Promise<void>;
}

export interface PromiseContext {
  readonly api: VendorApi;
  readonly spelling: Spelling;
  readonly sessions: OpenSessions;
  readonly hasCredentials: boolean;
  /** Makes the states that the API cannot make, where the vendor has such a hook. */
  readonly stateHook?: StateHook;
}
