import type { Delivery } from '../../../application/ports/delivery.ts';
import type { OpenLiveChat } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { ChatwootApi } from './api.ts';
import { inboxIn } from './availability.ts';
import {
  delivered,
  foreign,
  isCutAfterSuccess,
  isNotFound,
  isRefusedForGood,
  retryable,
  successOf,
} from './outcomes.ts';
import { conversationsIn } from './start.ts';
import { conversationAnswer } from './wire.ts';

/** So many conversations of one session at most are resolved in one attempt. */
const mostStrays = 2;

/**
 * Resolves the conversation, and any other that a start of this session has opened whose answer was lost and which was not there
 * yet when the repeat looked. A resolved one stays as it is.
 */
export async function endConversation(api: ChatwootApi, chat: OpenLiveChat): Promise<Delivery> {
  const own = await resolve(api, chat, chat.liveChatId);
  if (own.outcome !== 'delivered') return own;
  const listed = conversationsIn(await api.conversations(chat.sessionId)) ?? [];
  const strays = listed.filter(
    ({ status }) => status !== undefined && status !== null && status !== 'resolved',
  );
  for (const { id } of strays.slice(0, mostStrays)) {
    const ended = await resolve(api, chat, String(id));
    if (ended.outcome !== 'delivered') return ended;
  }
  return delivered;
}

async function resolve(api: ChatwootApi, chat: OpenLiveChat, conversation: string): Promise<Delivery> {
  const result = await api.resolve(chat.sessionId, conversation);
  if (await isUnknownThere(api, { ...chat, liveChatId: liveChatId(conversation) }, result)) return delivered;
  const answer = successOf(result);
  if (answer) return isEnd(answer.body, result) ? delivered : foreign('answer-without-end');
  return isRefusedForGood(result) ? { outcome: 'rejected', cause: causeOf(result) } : retryable(result);
}

/** The whole conversation comes back, which may be too long to read, and nothing where it was resolved already. */
function isEnd(body: unknown, result: HttpOutcome): boolean {
  if (result.outcome === 'answered' && result.isPage) return false;
  return (
    body === undefined ||
    body === null ||
    isCutAfterSuccess(result) ||
    conversationAnswer.safeParse(body).success
  );
}

const causeOf = (result: HttpOutcome): string =>
  result.outcome === 'answered' ? String(result.status) : result.outcome;

/**
 * Whether a 404 concerns the conversation. A server that does not know the path, or a proxy in its place, answers 404 too: then
 * the inbox is not there either. And a page in between may have come once, so a second question decides: the contact's
 * conversations have no such one, or there is no such contact.
 */
export async function isUnknownThere(
  api: Pick<ChatwootApi, 'inbox' | 'conversations'>,
  { sessionId, liveChatId: id }: OpenLiveChat,
  result: HttpOutcome,
): Promise<boolean> {
  if (!isNotFound(result) || inboxIn(await api.inbox()) === undefined) return false;
  const asked = await api.conversations(sessionId);
  const listed = conversationsIn(asked);
  return listed === undefined ? isNotFound(asked) : listed.every((each) => String(each.id) !== id);
}
