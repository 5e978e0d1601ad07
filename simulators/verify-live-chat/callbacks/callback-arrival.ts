import type { Contract } from '../contracts/contract.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import { Broken, NotTried } from '../run/attempt.ts';
import type { OpenSessions } from '../sessions/open-sessions.ts';
import type { Spelling } from '../sessions/spelling.ts';
import { callbackAdvice } from './callback-advice.ts';
import type { Callback, CallbackListener } from './callback-listener.ts';
import type { CallbackOrder, CallbackRequests, NotRequested, Requested } from './callback-requests.ts';

export interface CallbackContext {
  readonly contract: Contract;
  readonly api: VendorApi;
  readonly spelling: Spelling;
  readonly sessions: OpenSessions;
  readonly listener: CallbackListener;
  readonly requests: CallbackRequests;
  /** What a start names as `callbackUrl`. */
  readonly callbackUrl: string;
  readonly secret: string | undefined;
  readonly isWanted: (name: string) => boolean;
}

/** Asks for a callback and resolves with it. */
export type Arrived = (order: CallbackOrder) => Promise<Callback>;

/** Once nothing at all has come, or all has gone astray, each further wait would be in vain. */
export function arrivals(context: CallbackContext): Arrived {
  let blocked: string | undefined;
  return async (order) => {
    if (blocked !== undefined) throw new NotTried(blocked, 'Mend the first callback clause that failed.');
    const { received, strays } = context.listener;
    const [from, straysBefore] = [received.length, strays.length];
    const asked = await context.requests.request(order);
    if (asked.outcome !== 'asked') throw notAsked(asked);
    try {
      return await arrival(context, order, { ...asked, from, straysBefore });
    } catch (error) {
      if (strays.length > 0) blocked = 'callbacks come to another address than the callbackUrl';
      else if (received.length === 0 && error instanceof Broken) blocked = 'no callback has arrived so far';
      throw error;
    }
  };
}

export function notAsked({ outcome, cause }: NotRequested): Broken | NotTried {
  if (outcome === 'not-offered') return new NotTried(cause, callbackAdvice.hook);
  return new Broken({ cause, advice: callbackAdvice.hookFailed, differences: [] });
}

interface Waited extends Extract<Requested, { readonly outcome: 'asked' }> {
  /** What had come before it was asked for. */
  readonly from: number;
  readonly straysBefore: number;
}

async function arrival(context: CallbackContext, order: CallbackOrder, asked: Waited): Promise<Callback> {
  const { listener, requests } = context;
  const { from, straysBefore } = asked;
  const { withinMs } = requests;
  const { signal } = asked;
  const fits = fitsTo(context, order);
  const callback = await listener.next({
    from,
    fits,
    withinMs,
    straysBefore,
    ...(signal === undefined ? {} : { signal }),
  });
  const isSkipped = signal?.aborted === true;
  asked.done?.();
  if (callback !== 'silence') return ofSession(callback, order.sessionId);
  const stray = listener.strays[straysBefore];
  if (stray !== undefined) throw new Broken(astray(context.contract, stray));
  if (isSkipped) throw new NotTried('it was skipped by hand', 'Run the command again to try it.');
  throw new Broken(silence(order, withinMs, listener.received.slice(from)));
}

/** Other sessions of this run hear of themselves meanwhile, of their places in the queue say. */
function fitsTo({ sessions }: CallbackContext, { type, sessionId }: CallbackOrder) {
  return (callback: Callback): boolean =>
    callback.type === type &&
    (callback.sessionId === sessionId ||
      !sessions.starts.some((start) => start.sessionId === callback.sessionId));
}

function ofSession(callback: Callback, sessionId: string): Callback {
  if (callback.sessionId === sessionId || callback.sessionId === undefined) return callback;
  throw new Broken({
    cause: 'the callback names another session',
    advice: callbackAdvice.session,
    differences: [{ where: '$.sessionId', expected: sessionId, received: String(callback.sessionId) }],
  });
}

export function astray(
  { callbackPath }: Contract,
  { method, url }: { readonly method: string; readonly url: string },
) {
  const [expected, received] = [`POST ${callbackPath}`, `${method} ${url}`];
  return {
    cause: `a callback came as ${received} instead of ${expected}`,
    advice: callbackAdvice.address,
    differences: [{ where: 'method and path', expected, received }],
  };
}

function silence({ type }: CallbackOrder, withinMs: number, others: readonly Callback[]) {
  const received = others.length === 0 ? 'nothing' : others.map((other) => other.type).join(', ');
  return {
    cause: `no callback of the type ${type} came within ${withinMs} ms`,
    advice: callbackAdvice.silence,
    differences: [{ where: 'callback', expected: type, received }],
  };
}
