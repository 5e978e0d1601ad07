import { reference } from '../contracts/reference/contract.ts';
import { messageBody, SEND, START } from '../contracts/reference/requests.ts';
import { isAnswered } from '../http/exchange.ts';
import { adviceForFailure } from '../run/advice.ts';
import { Broken } from '../run/attempt.ts';
import { asked, opened, type Session, sent, textIn } from '../sessions/session.ts';
import { largestStart, lengths, longestMessageId, longestName, scripts } from './largest.ts';
import type { PromiseContext, PromiseOfReference } from './promise.ts';

/* What customers write and what they are called. */
export const wordPromises: readonly PromiseOfReference[] = [
  { name: 'messages as long as the contract allows are taken', check: longMessages },
  { name: 'messages in any script, with markup and line feeds, are taken', check: anyScript },
  { name: 'the longest ids and names are taken', check: longNames },
  { name: 'a start as large as the contract allows is taken', check: largeStart },
];

async function longMessages({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  let taken: string | undefined;
  for (const { what, text } of lengths) {
    await say(api, session, { what, text, ...(taken === undefined ? {} : { taken }) });
    taken = what;
  }
}

async function anyScript({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  for (const { what, text } of scripts) await say(api, session, { what, text });
}

interface Said {
  readonly what: string;
  readonly text: string;
  readonly taken?: string;
}

async function say(api: PromiseContext['api'], session: Session, { what, text, taken }: Said): Promise<void> {
  const body = messageBody(session, text);
  const { answer } = await sent(api, { path: SEND, body, key: session.newKey() });
  if (!isAnswered(answer)) {
    const { cause, advice } = adviceForFailure(answer);
    throw new Broken({ cause: `${what}: ${cause}`, advice, differences: [] });
  }
  if (answer.status === 200) {
    textIn(answer, 'messageId');
    return;
  }
  throw new Broken({
    cause: `${what} was answered ${answer.status}${taken === undefined ? '' : ` (the longest that was taken: ${taken})`}`,
    advice:
      'Take every text that the contract allows: up to 250,000 UTF-16 code units in any script, in a body of up to 300 KB. Look at the limits of your database columns, their character set, your framework’s body parser, and a firewall in front.',
    differences: [{ where: 'status', expected: '200', received: String(answer.status) }],
  });
}

async function longNames({ api, spelling }: PromiseContext): Promise<void> {
  const session = await opened(api, { contract: reference, spelling });
  const body = { ...messageBody(session), messageId: longestMessageId, sender: longestName };
  const answer = await asked(api, { path: SEND, body, key: session.newKey() }, 200);
  if (textIn(answer, 'messageId') === longestMessageId) return;
  throw new Broken({
    cause: 'the answer names another messageId than the message: it was cut or changed',
    advice: 'Take a messageId of up to 1,100 characters as it is, and answer with it.',
    differences: [
      { where: '$.messageId', expected: longestMessageId, received: textIn(answer, 'messageId') },
    ],
  });
}

async function largeStart({ api, spelling }: PromiseContext): Promise<void> {
  const conversation = spelling.newConversation();
  const body = largestStart(conversation.conversationId);
  textIn(await asked(api, { path: START, body, key: conversation.newKey() }, 201), 'sessionId');
}
