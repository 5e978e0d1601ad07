import { reference } from '../contracts/reference/contract.ts';
import { END, messageBody, newCustomer, SEND } from '../contracts/reference/requests.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import { shown } from '../pact/difference.ts';
import { Broken } from '../run/attempt.ts';
import { asked, opened, type Session, textIn } from '../sessions/session.ts';
import type { PromiseContext, PromiseOfReference } from './promise.ts';

/* What a session is: one stay of one customer, from its start to its end. */
export const sessionPromises: readonly PromiseOfReference[] = [
  { name: 'two starts with different keys open two sessions', check: startsAreApart },
  { name: 'a customer who has a session gets another one under another key', check: sameCustomer },
  { name: 'a session can be ended twice', check: endIsIdempotent },
  { name: 'nothing is taken for a session after its end', check: nothingAfterTheEnd },
  { name: 'no sessionId is given a second time', check: idsAreNew },
];

async function startsAreApart({ api, spelling }: PromiseContext): Promise<void> {
  const first = await opened(api, { contract: reference, spelling });
  const second = await opened(api, { contract: reference, spelling });
  if (first.id !== second.id) return;
  throw new Broken({
    cause: 'two customers got the same sessionId',
    advice: 'Give each session an id of its own: with a shared one, customers would read each other.',
    differences: [{ where: '$.sessionId', expected: 'a new id', received: shown(second.id) }],
  });
}

async function sameCustomer({ api, spelling }: PromiseContext): Promise<void> {
  const customer = newCustomer();
  const first = await opened(api, { contract: reference, spelling, customer });
  const second = await opened(api, { contract: reference, spelling, customer });
  if (first.id !== second.id) return;
  throw new Broken({
    cause:
      'a customer’s second start, with another conversationId and another key, got the sessionId of the first',
    advice:
      'Open a session for each start under a new Idempotency-Key, also for a customer who has one: it is another conversation, and the end of one would end both.',
    differences: [{ where: '$.sessionId', expected: 'a new id', received: shown(second.id) }],
  });
}

const ending = (session: Session) => ({
  path: END,
  body: { sessionId: session.id, reason: 'customer' },
  key: session.newKey(),
});
const sending = (session: Session) => ({ path: SEND, body: messageBody(session), key: session.newKey() });

async function endIsIdempotent({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  for (const time of ['first', 'second']) {
    const status = textIn(await asked(api, ending(session), 200), 'status');
    if (status !== 'ended') {
      throw new Broken({
        cause: `the ${time} end answered the status ${shown(status)}`,
        advice: 'Answer {"status":"ended"} when the session is over, now or already.',
        differences: [{ where: '$.status', expected: '"ended"', received: shown(status) }],
      });
    }
  }
}

async function nothingAfterTheEnd({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  await asked(api, sending(session), 200);
  await asked(api, ending(session), 200);
  await asked(api, sending(session), 410);
}

const ROUNDS = 3;

/** Customers who come one after the other, and all that this run has opened besides. */
async function idsAreNew({ api, spelling, sessions }: PromiseContext): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await startAndEnd(api, { spelling });
  const keys = new Map<string, string>();
  for (const { sessionId, key } of sessions.starts) {
    const before = keys.get(sessionId);
    keys.set(sessionId, key);
    if (before === undefined || before === key) continue;
    throw new Broken({
      cause: `the sessionId ${shown(sessionId)} was given to two starts`,
      advice:
        'Never give a sessionId again, not even after the end: what comes late for the one session would reach the customer of the other.',
      differences: [{ where: '$.sessionId', expected: 'a new id', received: shown(sessionId) }],
    });
  }
}

async function startAndEnd(api: VendorApi, { spelling }: Pick<PromiseContext, 'spelling'>): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  await asked(api, ending(session), 200);
}
