import { setTimeout as sleep } from 'node:timers/promises';
import type { Envelope } from '../contracts/contract.ts';
import { Broken } from '../run/attempt.ts';
import { callbackAdvice } from './callback-advice.ts';
import { type Arrived, type CallbackContext, notAsked } from './callback-arrival.ts';
import type { Callback } from './callback-listener.ts';
import type { Reply } from './callback-reply.ts';

const accepted = (messageId: unknown): Reply => ({ status: 202, body: { status: 'accepted', messageId } });
const why = { error: 'not now, on purpose: this checks that callbacks are repeated' };

/** How a callback is refused, as often as it says, before it is taken. */
export interface Refusal {
  readonly reply: Reply;
  readonly times: number;
  /** As a cause says it: `was answered with 503`. */
  readonly words: string;
}

const retryAfter = { 'retry-after': '1' };
/** More than once: a live chat that repeats a single time loses what a busy minute needs two for. */
export const unavailable: Refusal = {
  reply: { status: 503, headers: retryAfter, body: why },
  times: 2,
  words: 'was answered with 503',
};
export const tooMany: Refusal = {
  reply: { status: 429, headers: retryAfter, body: why },
  times: 1,
  words: 'was answered with 429',
};
export const cut: Refusal = { reply: 'cut', times: 1, words: 'got no answer because its connection was cut' };
const gone: Reply = { status: 410, body: { error: 'the session has ended' } };

/** How long a repeat that must not come is waited for. */
const QUIET_MS = 3_000;
const GREETED_MS = 300;

/** Refuses the next message of the session, whichever it is, and takes all else. */
function refuse({ listener }: CallbackContext, { reply, times }: Refusal, session: string): void {
  let refused: unknown;
  let left = times;
  listener.replyWith(({ type, messageId, sessionId }) => {
    if (type !== 'message' || sessionId !== session) return accepted(messageId);
    refused ??= messageId ?? 'none';
    if (left === 0 || refused !== (messageId ?? 'none')) return accepted(messageId);
    left -= 1;
    return reply;
  });
}

const isMessageOf =
  (session: string) =>
  ({ type, sessionId }: Callback): boolean =>
    type === 'message' && sessionId === session;
const sameAs =
  ({ messageId, sessionId }: Pick<Envelope, 'messageId' | 'sessionId'>) =>
  (callback: Callback): boolean =>
    callback.type === 'message' && callback.messageId === messageId && callback.sessionId === sessionId;

export interface Refused {
  readonly session: string;
  readonly refusal: Refusal;
}

export async function isRepeated(context: CallbackContext, arrived: Arrived, how: Refused): Promise<void> {
  const { listener, requests } = context;
  const { session, refusal } = how;
  refuse(context, refusal, session);
  const first = await arrived({ type: 'message', sessionId: session });
  let last = first;
  for (let time = 1; time <= refusal.times; time += 1) {
    const from = listener.received.indexOf(last) + 1;
    const next = await listener.next({ from, fits: isMessageOf(session), withinMs: requests.withinMs });
    if (next === 'silence') throw new Broken(notRepeated(how, time, requests.withinMs));
    assertSame('$.messageId', first.messageId, next.messageId);
    const id = 'webhook-id';
    assertSame(`header ${id}`, first.exchange.headers[id], next.exchange.headers[id]);
    last = next;
  }
}

function notRepeated({ refusal }: Refused, time: number, withinMs: number) {
  const times = time === 1 ? '' : ', once more,';
  return {
    cause: `a callback that ${refusal.words}${times} was not repeated within ${withinMs} ms`,
    advice: callbackAdvice.repeat,
    differences: [{ where: 'callback', expected: 'the same one again', received: 'nothing' }],
  };
}

function assertSame(where: string, first: unknown, second: unknown): void {
  if (first === second) return;
  throw new Broken({
    cause: `the repeat of a callback has another ${where.replace('$.', '')}`,
    advice: callbackAdvice.sameId,
    differences: [{ where, expected: String(first), received: String(second) }],
  });
}

export async function staysInOrder(
  context: CallbackContext,
  arrived: Arrived,
  session: string,
): Promise<void> {
  const { listener, requests } = context;
  refuse(context, { ...unavailable, times: 1 }, session);
  const first = await arrived({ type: 'message', sessionId: session });
  const from = listener.received.indexOf(first) + 1;
  const asked = await requests.request({ type: 'message', sessionId: session });
  if (asked.outcome !== 'asked') throw notAsked(asked);
  try {
    await firstThenSecond(context, { first, from, session });
  } finally {
    asked.done?.();
  }
}

interface Begun {
  readonly first: Callback;
  /** The position after the first attempt. */
  readonly from: number;
  readonly session: string;
}

async function firstThenSecond(context: CallbackContext, begun: Begun): Promise<void> {
  const { listener, requests } = context;
  const { first, from, session } = begun;
  const next = await listener.next({ from, fits: isMessageOf(session), withinMs: requests.withinMs });
  if (next !== 'silence' && sameAs(first)(next)) return secondFollows(context, begun);
  throw new Broken({
    cause:
      next === 'silence'
        ? `the first of two messages was not repeated within ${requests.withinMs} ms`
        : 'the second message came before the first was taken',
    advice: callbackAdvice.order,
    differences: [
      {
        where: '$.messageId',
        expected: `${String(first.messageId)}, once more`,
        received: next === 'silence' ? 'nothing' : String(next.messageId),
      },
    ],
  });
}

async function secondFollows(
  { listener, requests }: CallbackContext,
  { first, from, session }: Begun,
): Promise<void> {
  const fits = (callback: Callback): boolean => isMessageOf(session)(callback) && !sameAs(first)(callback);
  const { withinMs } = requests;
  if ((await listener.next({ from, fits, withinMs })) !== 'silence') return;
  throw new Broken({
    cause: `the second of two messages did not come within ${withinMs} ms`,
    advice: callbackAdvice.silence,
    differences: [{ where: 'callback', expected: 'a second message', received: 'nothing' }],
  });
}

export async function isNotRepeated(
  { listener }: CallbackContext,
  arrived: Arrived,
  session: string,
): Promise<void> {
  // A greeting is on its way by then: refused with 410, it would end the session before the agent has said anything.
  await sleep(GREETED_MS);
  listener.replyWith(() => gone);
  const first = await arrived({ type: 'message', sessionId: session });
  const from = listener.received.indexOf(first) + 1;
  const repeat = await listener.next({ from, fits: sameAs(first), withinMs: QUIET_MS });
  if (repeat === 'silence') return;
  throw new Broken({
    cause: 'a callback that was refused with 410 was sent again',
    advice: callbackAdvice.gone,
    differences: [
      { where: 'callback', expected: `nothing for ${QUIET_MS} ms`, received: 'the same one again' },
    ],
  });
}
