import { randomUUID } from 'node:crypto';
import { Broken } from './attempt.ts';
import { shown } from './difference.ts';
import { asked, customer, opened, startBody, textIn } from './session.ts';
import type { VendorApi } from './vendor-api.ts';
import { UNHEARD_CALLBACK_URL } from './vendor-states.ts';

/** Something that the contract demands and that one request with its answer cannot show. */
export interface PromiseOfReference {
  readonly name: string;
  /** Rejects with `Broken` when the promise is not kept. */
  readonly check: (api: VendorApi) => Promise<void>;
}

const START = '/api/livechat/start';
const SEND = '/api/livechat/send';
const END = '/api/livechat/end';

export const promisesOfReference: readonly PromiseOfReference[] = [
  { name: 'a start that is repeated with its Idempotency-Key opens one session', check: startIsIdempotent },
  { name: 'two starts with different keys open two sessions', check: startsAreApart },
  { name: 'a message that is repeated with its Idempotency-Key stays one message', check: sendIsIdempotent },
  { name: 'a session can be ended twice', check: endIsIdempotent },
  { name: 'nothing is taken for a session after its end', check: nothingAfterTheEnd },
];

async function startIsIdempotent(api: VendorApi): Promise<void> {
  const [key, body] = [randomUUID(), startBody(UNHEARD_CALLBACK_URL)];
  const first = textIn(await asked(api, { path: START, body, key }, 201), 'sessionId');
  const second = textIn(await asked(api, { path: START, body, key }, 201), 'sessionId');
  if (first === second) return;
  throw new Broken({
    cause: 'the same Idempotency-Key opened a second session',
    advice:
      'Remember the answer under the Idempotency-Key of the request and give it again. The bridge repeats a start whose answer got lost, and two agents would wait for one customer.',
    differences: [{ where: '$.sessionId of the repeat', expected: shown(first), received: shown(second) }],
  });
}

async function startsAreApart(api: VendorApi): Promise<void> {
  const first = await opened(api, 'reference', UNHEARD_CALLBACK_URL);
  const second = await opened(api, 'reference', UNHEARD_CALLBACK_URL);
  if (first.id !== second.id) return;
  throw new Broken({
    cause: 'two customers got the same sessionId',
    advice: 'Give each session an id of its own: with a shared one, customers would read each other.',
    differences: [{ where: '$.sessionId', expected: 'a new id', received: shown(second.id) }],
  });
}

async function sendIsIdempotent(api: VendorApi): Promise<void> {
  const { id: sessionId } = await opened(api, 'reference', UNHEARD_CALLBACK_URL);
  const [key, body] = [randomUUID(), messageBody(sessionId)];
  const first = textIn(await asked(api, { path: SEND, body, key }, 200), 'messageId');
  const second = textIn(await asked(api, { path: SEND, body, key }, 200), 'messageId');
  const wrong = [first, second].find((id) => id !== body.messageId);
  if (wrong === undefined) return;
  throw new Broken({
    cause: 'a repeated message is answered as another message',
    advice:
      'Answer each message with the messageId that it came with, also when it is repeated, and show it to the agent once.',
    differences: [{ where: '$.messageId', expected: shown(body.messageId), received: shown(wrong) }],
  });
}

async function endIsIdempotent(api: VendorApi): Promise<void> {
  const { id: sessionId } = await opened(api, 'reference', UNHEARD_CALLBACK_URL);
  const body = { sessionId, reason: 'customer' };
  for (const time of ['first', 'second']) {
    const status = textIn(await asked(api, { path: END, body }, 200), 'status');
    if (status !== 'ended') {
      throw new Broken({
        cause: `the ${time} end answered the status ${shown(status)}`,
        advice: 'Answer {"status":"ended"} when the session is over, now or already.',
        differences: [{ where: '$.status', expected: '"ended"', received: shown(status) }],
      });
    }
  }
}

async function nothingAfterTheEnd(api: VendorApi): Promise<void> {
  const { id: sessionId } = await opened(api, 'reference', UNHEARD_CALLBACK_URL);
  await asked(api, { path: SEND, body: messageBody(sessionId) }, 200);
  await asked(api, { path: END, body: { sessionId, reason: 'customer' } }, 200);
  await asked(api, { path: SEND, body: messageBody(sessionId) }, 410);
}

const messageBody = (sessionId: string) => ({
  sessionId,
  messageId: randomUUID(),
  message: 'Good morning, it is the power supply.',
  sender: customer.name,
  timestamp: new Date().toISOString(),
  kind: 'customer',
});
