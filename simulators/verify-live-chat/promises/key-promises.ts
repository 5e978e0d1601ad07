import { reference } from '../contracts/reference/contract.ts';
import { messageBody, SEND, START, startBody } from '../contracts/reference/requests.ts';
import { type Exchange, isAnswered } from '../http/exchange.ts';
import { shown } from '../pact/difference.ts';
import { Broken, NotTried } from '../run/attempt.ts';
import { answeredWith, asked, opened, type Step, sent, textIn } from '../sessions/session.ts';
import type { PromiseContext, PromiseOfReference } from './promise.ts';

const keepsKeys =
  'Remember the answer under the Idempotency-Key of the request and give it again. The bridge repeats a start whose answer got lost, and two agents would wait for one customer.';
const reserve =
  'Look the Idempotency-Key up before you open anything, and reserve it in the same step, by a unique index say. A request under a key that is reserved waits for the first one, or gets 409.';
const forgetsKeys =
  'Remember only requests that you accepted (2xx). The bridge repeats a request that you refused, under its key: with the refusal remembered, the message never arrives.';

/* What an Idempotency-Key is for. */
export const keyPromises: readonly PromiseOfReference[] = [
  { name: 'a start that is repeated with its Idempotency-Key opens one session', check: startIsIdempotent },
  { name: 'starts at once with one Idempotency-Key open one session', check: startsAtOnce },
  { name: 'a start whose connection was cut opens one session when it is repeated', check: startThatWasCut },
  { name: 'a message that is repeated with its Idempotency-Key stays one message', check: sendIsIdempotent },
  { name: 'a message whose connection was cut is taken when it is repeated', check: sendThatWasCut },
  {
    name: 'a message that was refused is taken when it is repeated with its Idempotency-Key',
    check: refusedSend,
  },
  {
    name: 'a start that was refused is taken when it is repeated with its Idempotency-Key',
    check: refusedStart,
  },
];

export function newStart({ spelling }: Pick<PromiseContext, 'spelling'>): Step {
  const conversation = spelling.newConversation();
  return { path: START, body: startBody(conversation), key: conversation.newKey() };
}

/** Breaks with the cause, and with what to do about it, when the sessions are two. */
export function assertSameSession(
  first: string,
  second: string,
  { cause, advice = keepsKeys }: { readonly cause: string; readonly advice?: string },
): void {
  if (first === second) return;
  throw new Broken({
    cause,
    advice,
    differences: [{ where: '$.sessionId of the repeat', expected: shown(first), received: shown(second) }],
  });
}

async function startIsIdempotent({ api, spelling }: PromiseContext): Promise<void> {
  const start = newStart({ spelling });
  const first = textIn(await asked(api, start, 201), 'sessionId');
  const second = textIn(await asked(api, start, 201), 'sessionId');
  assertSameSession(first, second, { cause: 'the same Idempotency-Key opened a second session' });
}

/** The bridge asks again after 10 s; the first request may still be under way then. */
async function startsAtOnce({ api, spelling }: PromiseContext): Promise<void> {
  const start = newStart({ spelling });
  const exchanges = await Promise.all([sent(api, start), sent(api, start), sent(api, start)]);
  const [first = '', ...others] = exchanges.map((exchange) =>
    textIn(answeredWith(exchange, 201), 'sessionId'),
  );
  for (const other of others) {
    assertSameSession(first, other, {
      cause: 'starts under one Idempotency-Key that ran at once opened several sessions',
      advice: reserve,
    });
  }
}

async function startThatWasCut({ api, spelling }: PromiseContext): Promise<void> {
  const start = newStart({ spelling });
  await sent(api, { ...start, isCut: true });
  const first = textIn(await asked(api, start, 201), 'sessionId');
  const second = textIn(await asked(api, start, 201), 'sessionId');
  assertSameSession(first, second, {
    cause: 'a start whose connection was cut opened a second session',
    advice: reserve,
  });
}

async function sendIsIdempotent({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  const body = messageBody(session);
  const send = { path: SEND, body, key: session.newKey() };
  for (let time = 0; time < 2; time += 1) assertOwnId(await asked(api, send, 200), body.messageId);
}

async function sendThatWasCut({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  const body = messageBody(session);
  const send = { path: SEND, body, key: session.newKey() };
  await sent(api, { ...send, isCut: true });
  assertOwnId(await asked(api, send, 200), body.messageId);
}

function assertOwnId(answer: Parameters<typeof textIn>[0], messageId: string): void {
  const received = textIn(answer, 'messageId');
  if (received === messageId) return;
  throw new Broken({
    cause: 'a message is answered as another message',
    advice:
      'Answer each message with the messageId that it came with, also when it is repeated, and show it to the agent once.',
    differences: [{ where: '$.messageId', expected: shown(messageId), received: shown(received) }],
  });
}

/** The one refusal that the bridge repeats and that can be had from every live chat: the operator mends the key. */
async function refusedSend({ api, spelling, hasCredentials }: PromiseContext): Promise<void> {
  if (!hasCredentials)
    throw new NotTried(
      'no credentials were given, so none can be wrong',
      'Pass the credentials that the bridge will use: --help, "Authentication".',
    );
  const session = await opened(api, { contract: reference, spelling });
  const body = messageBody(session);
  const send = { path: SEND, body, key: session.newKey() };
  const refused = await sent(api, { ...send, as: 'stranger' });
  if (isAnswered(refused.answer) && refused.answer.status < 400)
    throw new NotTried('a message with wrong credentials was not refused', 'Mend that first.');
  assertTaken(await sent(api, send), 200, refused);
}

async function refusedStart({ api, spelling, stateHook }: PromiseContext): Promise<void> {
  const state = 'new live chats are refused';
  if (stateHook === undefined)
    throw new NotTried(
      `"${state}" cannot be made through the API`,
      'Offer a state hook and pass its address with --state-hook.',
    );
  const start = newStart({ spelling });
  const params = { reason: 'unavailable' };
  await stateHook({ action: 'setup', state, params });
  const refused = await sent(api, start);
  await stateHook({ action: 'teardown', state, params });
  if (isAnswered(refused.answer) && refused.answer.status < 400)
    throw new NotTried(
      'the state hook did not make starts be refused',
      'Let the state hook refuse starts until the teardown.',
    );
  assertTaken(await sent(api, start), 201, refused);
}

function assertTaken(repeat: Exchange, expected: number, refused: Exchange): void {
  if (isAnswered(repeat.answer) && repeat.answer.status === expected) return;
  const { answer } = refused;
  const was = isAnswered(answer) ? String(answer.status) : answer.failure;
  const is = isAnswered(repeat.answer) ? String(repeat.answer.status) : repeat.answer.failure;
  throw new Broken({
    cause: `a request that was refused with ${was} and is repeated under its Idempotency-Key gets ${is}`,
    advice: forgetsKeys,
    differences: [{ where: 'status of the repeat', expected: String(expected), received: is }],
  });
}
