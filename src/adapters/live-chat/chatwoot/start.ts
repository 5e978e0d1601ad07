import type { LiveChatAttempt, LiveChatStart, StartOutcome } from '../../../application/ports/live-chat.ts';
import { liveChatId, type SessionId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { ChatwootApi } from './api.ts';
import { contactBody, conversationBody } from './attributes.ts';
import { unavailability } from './availability.ts';
import { foreign, isNotFound, isRefusedForGood, retryable, successOf } from './outcomes.ts';
import { contactAnswer, conversationAnswer, conversationsAnswer } from './wire.ts';

export interface StartPorts {
  readonly api: ChatwootApi;
  readonly hmacToken: string | undefined;
  readonly now: () => number;
}

export interface Conversation {
  readonly id: number;
  readonly status?: string | null | undefined;
}

/**
 * Contact, conversation, and out of the hands of a bot. Each step finds what one before it has left: the contact by our session
 * id, the conversation by the contact. Whether anyone is there is asked last before a conversation opens, so that a start is
 * refused only while there is none.
 */
export async function startConversation(
  ports: StartPorts,
  start: LiveChatStart,
  { mayHaveArrived }: Pick<LiveChatAttempt, 'mayHaveArrived'>,
): Promise<StartOutcome> {
  const { api, now } = ports;
  const before = await (mayHaveArrived ? repeated(ports, start) : withContact(ports, start));
  if ('outcome' in before) return before;
  if (before.conversation) return opened(api, before.conversation);
  const cause = await unavailability(api, now());
  if (cause) return { outcome: 'rejected', cause };
  const result = await api.open(start.sessionId, conversationBody(start));
  const conversation = conversationAnswer.safeParse(successOf(result)?.body).data;
  return conversation ? opened(api, conversation) : failure(result, 'conversation');
}

/** What attempts before have left of a start: the contact at least. */
interface Left {
  readonly conversation?: Conversation;
}

async function withContact(
  { api, hmacToken }: StartPorts,
  start: LiveChatStart,
): Promise<Left | StartOutcome> {
  const contact = await api.contact(contactBody(start, hmacToken));
  return contactAnswer.safeParse(successOf(contact)?.body).success ? {} : failure(contact, 'contact');
}

/**
 * Looks first, which is one call where a contact is there. A 404 may come from something in between, so that the conversations are
 * asked for once more when there is one.
 */
async function repeated(ports: StartPorts, start: LiveChatStart): Promise<Left | StartOutcome> {
  const { api } = ports;
  const first = await api.conversations(start.sessionId);
  if (!isNotFound(first)) return leftIn(api, start.sessionId, first);
  const contact = await withContact(ports, start);
  if ('outcome' in contact) return contact;
  return leftIn(api, start.sessionId, await api.conversations(start.sessionId));
}

async function leftIn(api: ChatwootApi, of: SessionId, listed: HttpOutcome): Promise<Left | StartOutcome> {
  const found = conversationsIn(listed);
  if (!found) return failure(listed, 'conversations');
  const [conversation, ...more] = oldestOpenFirst(found);
  await resolveAll(api, of, more);
  return conversation ? { conversation } : {};
}

/** The conversations of a contact in the answer to that question. */
export function conversationsIn(result: HttpOutcome): readonly Conversation[] | undefined {
  return conversationsAnswer.safeParse(successOf(result)?.body).data;
}

/** One that is over counts where there is no other: the session had it, and another one would be too much. */
const oldestOpenFirst = (found: readonly Conversation[]): readonly Conversation[] =>
  found.toSorted((one, other) => Number(isResolved(one)) - Number(isResolved(other)) || one.id - other.id);

const isResolved = ({ status }: Conversation): boolean => status === 'resolved';

/** Best effort: the end of the session looks for them again. */
async function resolveAll(
  api: ChatwootApi,
  of: SessionId,
  conversations: readonly Conversation[],
): Promise<void> {
  for (const each of conversations) if (!isResolved(each)) await api.resolve(of, String(each.id));
}

/** A bot holds what is `pending`, and no agent is shown it. Without a token it stays so until the bot hands it over. */
async function opened({ agent }: ChatwootApi, { id, status }: Conversation): Promise<StartOutcome> {
  if (status === 'pending' && agent) {
    const result = await agent.open(id);
    const isRefused = result.outcome === 'answered' && result.status < 500 && result.status !== 429;
    // The conversation is there, so that the start is repeated although nothing came of this call.
    if (!successOf(result) && !isRefused) return { ...retryable(result), outcome: 'unknown' };
  }
  return { outcome: 'opened', liveChatId: liveChatId(String(id)), opening: { as: 'queued' } };
}

function failure(result: HttpOutcome, of: string): StartOutcome {
  if (successOf(result)) return foreign(`answer-without-${of}`);
  return isRefusedForGood(result) ? { outcome: 'rejected', cause: 'unavailable' } : retryable(result);
}
