import { Broken, NotTried } from './attempt.ts';
import { callbackAdvice } from './callback-advice.ts';
import type { Callback, CallbackListener, Reply } from './callback-listener.ts';
import type { CallbackRequests } from './callback-requests.ts';
import type { CallbackType, Envelope } from './callback-shape.ts';

interface Parts {
  readonly listener: CallbackListener;
  readonly requests: CallbackRequests;
}
type Arrived = (type: CallbackType, sessionId: string) => Promise<Callback>;

const notNow: Reply = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: { error: 'not now, on purpose: this checks that callbacks are repeated' },
};
const gone: Reply = { status: 410, body: { error: 'the session has ended' } };

/** How long a repeat that must not come is waited for. */
const QUIET_MS = 3_000;

/** Refuses the first attempt of the next message, whichever it is. */
function refuseFirst({ listener }: Parts): void {
  let refused: unknown;
  listener.replyWith(({ type, messageId }) => {
    if (type === 'message') refused ??= messageId ?? 'none';
    const isFirst = type === 'message' && !listener.received.some(sameAs({ messageId }));
    return isFirst && refused === (messageId ?? 'none') ? notNow : accepted(messageId);
  });
}

const accepted = (messageId: unknown): Reply => ({ status: 202, body: { status: 'accepted', messageId } });
const sameAs =
  ({ messageId }: Pick<Envelope, 'messageId'>) =>
  (callback: Callback): boolean =>
    callback.type === 'message' && callback.messageId === messageId;

export async function isRepeatedAfterRefusal(
  parts: Parts,
  arrived: Arrived,
  sessionId: string,
): Promise<void> {
  const { listener, requests } = parts;
  refuseFirst(parts);
  const first = await arrived('message', sessionId);
  const from = listener.received.indexOf(first) + 1;
  const fits = ({ type }: Callback): boolean => type === 'message';
  const second = await listener.next({ from, fits, withinMs: requests.withinMs });
  if (second === 'silence') {
    throw new Broken({
      cause: `a callback that was answered with 503 was not repeated within ${requests.withinMs} ms`,
      advice: callbackAdvice.repeat,
      differences: [{ where: 'callback', expected: 'the same one again', received: 'nothing' }],
    });
  }
  assertSame('$.messageId', first.messageId, second.messageId);
  const id = 'webhook-id';
  assertSame(`header ${id}`, first.exchange.headers[id], second.exchange.headers[id]);
}

function assertSame(where: string, first: unknown, second: unknown): void {
  if (first === second) return;
  throw new Broken({
    cause: `the repeat of a callback has another ${where.replace('$.', '')}`,
    advice: callbackAdvice.sameId,
    differences: [{ where, expected: String(first), received: String(second) }],
  });
}

export async function staysInOrder(parts: Parts, arrived: Arrived, sessionId: string): Promise<void> {
  const { listener, requests } = parts;
  refuseFirst(parts);
  const first = await arrived('message', sessionId);
  const from = listener.received.indexOf(first) + 1;
  const asked = await requests.ask('message', sessionId);
  if (asked.outcome === 'not-offered') throw new NotTried(asked.cause, callbackAdvice.hook);
  try {
    await firstThenSecond(parts, { first, from });
  } finally {
    asked.done?.();
  }
}

interface Begun {
  readonly first: Callback;
  /** The position after the first attempt. */
  readonly from: number;
}

async function firstThenSecond(parts: Parts, { first, from }: Begun): Promise<void> {
  const { listener, requests } = parts;
  const fits = ({ type }: Callback): boolean => type === 'message';
  const next = await listener.next({ from, fits, withinMs: requests.withinMs });
  if (next !== 'silence' && sameAs(first)(next)) return secondFollows(parts, { first, from });
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

async function secondFollows({ listener, requests }: Parts, { first, from }: Begun): Promise<void> {
  const fits = (callback: Callback): boolean => callback.type === 'message' && !sameAs(first)(callback);
  const { withinMs } = requests;
  if ((await listener.next({ from, fits, withinMs })) !== 'silence') return;
  throw new Broken({
    cause: `the second of two messages did not come within ${withinMs} ms`,
    advice: callbackAdvice.silence,
    differences: [{ where: 'callback', expected: 'a second message', received: 'nothing' }],
  });
}

export async function isNotRepeated({ listener }: Parts, arrived: Arrived, sessionId: string): Promise<void> {
  listener.replyWith(() => gone);
  const first = await arrived('message', sessionId);
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
