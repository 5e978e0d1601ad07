import type { z } from 'zod';
import type { VendorApi } from '../http/vendor-api.ts';
import type { MakeState } from '../pact/make-state.ts';
import type { SessionNames } from '../sessions/open-sessions.ts';
import type { Conversation, Spelling } from '../sessions/spelling.ts';

export const callbackTypes = [
  'queue-position',
  'agent-joined',
  'typing',
  'message',
  'agent-transferred',
  'agent-left',
  'session-ended',
] as const;
export type CallbackType = (typeof callbackTypes)[number];

/** What a callback says about itself, whatever its contract calls it. */
export interface Envelope {
  readonly type: string;
  readonly sessionId: unknown;
  readonly messageId: unknown;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
}

/** What a start may say of the session that it opens. */
export interface StartDetails {
  readonly callbackUrl?: string;
  readonly customer?: Customer;
}

export interface ContractRequest {
  readonly body?: unknown;
  /** Absent where the contract knows no keys. */
  readonly key?: string;
}

export interface StatesOptions {
  readonly api: VendorApi;
  /** Where the recording proxy is: what a state asks for is part of the report too. */
  readonly proxyUrl: () => string;
  readonly spelling: Spelling;
}

/** A contract that is published as a pact, and all in which it differs from another one. */
export interface Contract extends SessionNames {
  /** As `--kind` names it. */
  readonly kind: string;
  /** Its file below pacts/. */
  readonly pact: string;
  /** It has keys, signed callbacks of every type and repeats: promises beyond what one request and its answer show. */
  readonly hasPromises: boolean;
  readonly startStatus: number;
  startRequest(conversation: Conversation, details: StartDetails): ContractRequest;
  endRequest(sessionId: string): ContractRequest;
  /** The provider states of the pact, made through the API. */
  states(options: StatesOptions): Readonly<Record<string, MakeState>>;
  /** Where callbacks come, below the URL of the bridge. */
  readonly callbackPath: string;
  envelopeOf(body: unknown): Envelope;
  shapeOf(type: CallbackType): z.ZodType;
  /** A callback under the names that its shape has. */
  asCompared(body: object): object;
}
