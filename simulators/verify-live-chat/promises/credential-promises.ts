import { reference } from '../contracts/reference/contract.ts';
import { END, messageBody, SEND } from '../contracts/reference/requests.ts';
import { isAnswered } from '../http/exchange.ts';
import { Broken, NotTried } from '../run/attempt.ts';
import { asked, opened, type Step, sent } from '../sessions/session.ts';
import { newStart } from './key-promises.ts';
import type { PromiseContext, PromiseOfReference } from './promise.ts';

/* Each route by itself: one without the check admits every client. */
export const credentialPromises: readonly PromiseOfReference[] = [
  { name: 'no start is taken without the right credentials', check: start },
  { name: 'no message is taken without the right credentials', check: message },
  { name: 'no end is taken without the right credentials', check: end },
];

async function start(context: PromiseContext): Promise<void> {
  assertGiven(context);
  await assertRefused(context, () => newStart(context));
}

async function message(context: PromiseContext): Promise<void> {
  assertGiven(context);
  const session = await opened(context.api, { contract: reference, spelling: context.spelling });
  await assertRefused(context, () => ({ path: SEND, body: messageBody(session), key: session.newKey() }));
}

async function end(context: PromiseContext): Promise<void> {
  assertGiven(context);
  const session = await opened(context.api, { contract: reference, spelling: context.spelling });
  const body = { sessionId: session.id, reason: 'customer' };
  await assertRefused(context, () => ({ path: END, body, key: session.newKey() }));
  await asked(context.api, { path: SEND, body: messageBody(session), key: session.newKey() }, 200);
}

function assertGiven({ hasCredentials }: PromiseContext): void {
  if (hasCredentials) return;
  throw new NotTried(
    'no credentials were given, so none can be wrong',
    'Pass the credentials that the bridge will use: --help, "Authentication".',
  );
}

const ways = [
  { as: 'stranger', words: 'with wrong credentials' },
  { as: 'anonymous', words: 'without credentials' },
] as const;

async function assertRefused({ api }: PromiseContext, step: () => Step): Promise<void> {
  for (const { as, words } of ways) {
    const { answer, url } = await sent(api, { ...step(), as });
    const received = isAnswered(answer) ? String(answer.status) : answer.failure;
    // The bridge does the same after both; what matters is that nothing is taken.
    if (received === '401' || received === '403') continue;
    throw new Broken({
      cause: `${new URL(url).pathname} answered ${received} ${words} where 401 is agreed`,
      advice:
        'Check the credentials of each request on each route first, and refuse wrong or missing ones with 401.',
      differences: [{ where: `status ${words}`, expected: '401', received }],
    });
  }
}
