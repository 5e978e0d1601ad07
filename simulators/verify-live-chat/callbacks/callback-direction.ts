import type { VendorApi } from '../http/vendor-api.ts';
import type { CallbackOptions, Options } from '../options.ts';
import { type Report, silentLiveChat } from '../run/clause.ts';
import type { OpenSessions } from '../sessions/open-sessions.ts';
import type { Spelling } from '../sessions/spelling.ts';
import { verifyCallbacks } from './callback-clauses.ts';
import { startCallbackListener } from './callback-listener.ts';
import {
  type CallbackRequests,
  requestsByHand,
  type Terminal,
  triggerRequests,
} from './callback-requests.ts';

export interface CallbackDirection {
  readonly api: VendorApi;
  readonly report: Report;
  readonly spelling: Spelling;
  readonly sessions: OpenSessions;
  readonly isWanted: (name: string) => boolean;
  readonly terminal?: Terminal;
}

export const CALLBACKS = 'the callbacks of the live chat';
const HOW =
  'Pass --callback-url with an address of this command that the live chat reaches, and --trigger or --by-hand. docs/verify-your-live-chat.md shows how.';

/** The other direction, when it is asked for and can be; says how otherwise. */
export async function verifyCallbacksOf(options: Options, direction: CallbackDirection): Promise<void> {
  const { callbacks, contract } = options;
  const { api, report, isWanted, terminal, spelling, sessions } = direction;
  if (callbacks === undefined) return notRun(direction, 'it was not asked for');
  if (api.isSilent()) return notRun(direction, silentLiveChat.cause);
  const requests = requestsOf(callbacks, api, terminal);
  if (requests === undefined)
    return notRun(direction, 'no one at the terminal can have the live chat send one');
  const listener = await startCallbackListener({
    contract,
    port: callbacks.port,
    isKnown: (sessionId) => sessions.starts.some((start) => start.sessionId === sessionId),
  });
  const callbackUrl = `${callbacks.url ?? listener.url}${contract.callbackPath}`;
  if (terminal !== undefined && callbacks.trigger === undefined) {
    terminal.write(`\n  Callbacks are taken at ${callbackUrl}\n`);
  }
  try {
    const secret = callbacks.secret;
    const here = { contract, api, spelling, sessions, listener, requests, callbackUrl, secret, isWanted };
    await verifyCallbacks(here, report);
  } finally {
    await listener.stop();
  }
}

const BY_HAND_WITHIN_MS = 120_000;

function requestsOf(
  { trigger, timeoutMs }: CallbackOptions,
  api: VendorApi,
  terminal: Terminal | undefined,
): CallbackRequests | undefined {
  if (trigger !== undefined) return triggerRequests(api, trigger, timeoutMs);
  return terminal && requestsByHand(terminal, Math.max(timeoutMs, BY_HAND_WITHIN_MS));
}

function notRun({ report, isWanted }: CallbackDirection, cause: string): void {
  if (isWanted(CALLBACKS))
    report({ outcome: 'not-run', group: 'callbacks', name: CALLBACKS, cause, advice: HOW });
}
