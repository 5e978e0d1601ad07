import type { Retryable } from '../../../application/ports/delivery.ts';
import type { LiveChatMessage, OpenLiveChat } from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import type { AgentApi, ChatwootApi } from './api.ts';
import { isTokenRefused, retryableLook, successOf } from './outcomes.ts';
import { type ListedMessage, messagesAnswer, notesAnswer } from './wire.ts';

/** What a look found, or why it could not look. */
type Looked = 'arrived' | 'missing' | Retryable;

/** The clock of the server may be behind ours by so much, in milliseconds, and it tells whole seconds. */
const clockSkewMs = 10_000;
const contactType = 0;
/** A list has 20 messages. An agent who wrote more than 60 since is taken to have seen nothing of ours among them. */
const pagesToRead = 3;
const sessionsRemembered = 10_000;

/** Which message of a session Chatwoot has confirmed last, by its id there. */
export interface Confirmed {
  note(of: SessionId, message: number): void;
  last(of: SessionId): number | undefined;
}

/**
 * In the memory of this process. It only makes a look more exact: without it, words that repeat those right before them within
 * {@link clockSkewMs} are taken for those.
 */
export function confirmedMessages(): Confirmed {
  const known = new Map<SessionId, number>();
  return {
    note(of, message) {
      known.delete(of);
      known.set(of, message);
      if (known.size <= sessionsRemembered) return;
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    },
    last: (of) => known.get(of),
  };
}

/**
 * Whether a message of ours is there. Chatwoot returns nothing that we choose, so it is told by its text and its place: what goes
 * to one conversation goes one after the other, so a message that has arrived is the last of the contact's. If that has the same
 * text, it is this one unless it is older than this one, or was confirmed before.
 */
export async function hasArrived(
  api: Pick<ChatwootApi, 'messages'>,
  message: LiveChatMessage,
  confirmed: number | undefined,
): Promise<Looked> {
  let before: number | undefined;
  for (let page = 0; page < pagesToRead; page++) {
    const result = await api.messages(message, before);
    const listed = listedIn(result);
    if (!listed) return retryableLook(result);
    const last = listed.findLast(({ message_type: type }) => type === contactType);
    if (last) return isThis(last, message, confirmed) ? 'arrived' : 'missing';
    before = listed[0]?.id;
    if (before === undefined) return 'missing';
  }
  return 'missing';
}

function listedIn(result: HttpOutcome): readonly ListedMessage[] | undefined {
  const messages = messagesAnswer.safeParse(successOf(result)?.body).data;
  return messages?.toSorted((one, other) => one.id - other.id);
}

function isThis(listed: ListedMessage, { text, at }: LiveChatMessage, confirmed = 0): boolean {
  if (listed.id <= confirmed || !isSameText(listed.content, text)) return false;
  const createdAt = inMilliseconds(listed.created_at);
  return createdAt === undefined || createdAt >= at - clockSkewMs;
}

/** A server may take away white space around a text. */
const isSameText = (one: string | null | undefined, other: string): boolean =>
  one !== null && one !== undefined && one.trim() === other.trim();

function inMilliseconds(time: ListedMessage['created_at']): number | undefined {
  if (typeof time === 'number') return time * 1000;
  const parsed = Date.parse(time ?? '');
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Whether a private note of ours is among the newest: by the id that it carries, or by its text where that is not returned. */
export async function hasNoteArrived(
  agent: Pick<AgentApi, 'messages'>,
  chat: OpenLiveChat,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<Looked | 'refused'> {
  const result = await agent.messages(chat);
  if (isTokenRefused(result)) return 'refused';
  const notes = notesAnswer.safeParse(successOf(result)?.body).data?.payload;
  if (!notes) return retryableLook(result);
  const isThere = notes.some(({ private: isPrivate, content, content_attributes: ours }) => {
    if (!isPrivate) return false;
    return ours?.handoff_message ? ours.handoff_message === key : isSameText(content, text);
  });
  return isThere ? 'arrived' : 'missing';
}
