import type { VendorApi } from '../http/vendor-api.ts';
import { UNHEARD_CALLBACK_URL } from '../sessions/session.ts';
import type { Spelling } from '../sessions/spelling.ts';
import { contosoStates } from './contoso-states.ts';
import type { Kind } from './pact.ts';
import { liveChatStates, type MakeState } from './provider-states.ts';
import { type StateHook, type States, statesOf } from './states.ts';

export interface VendorStatesOptions {
  readonly api: VendorApi;
  /** Where the recording proxy is: what a state asks for is part of the report too. */
  readonly proxyUrl: () => string;
  readonly stateHook: StateHook | undefined;
  readonly spelling: Spelling;
}

export function vendorStates(
  kind: Kind,
  { api, proxyUrl, stateHook, spelling }: VendorStatesOptions,
): States {
  const makers = (): Readonly<Record<string, MakeState>> => {
    switch (kind) {
      case 'reference':
        return liveChatStates({
          url: proxyUrl(),
          authorization: async () => ({}),
          callbackUrl: UNHEARD_CALLBACK_URL,
          spelling,
        });
      case 'contoso-sample':
        return contosoStates(api, spelling);
    }
  };
  return statesOf({
    makers,
    ready: async () => (await makers()['the live chat is ready']?.({})) ?? {},
    ...(stateHook === undefined ? {} : { hook: stateHook }),
  });
}
