import type { HandoffSession } from '../domain/handoff-session.ts';
import type { LiveChatId, MessageId } from '../domain/ids.ts';
import type { KnownRequest } from './change-session.ts';
import { keyOf } from './inbound-key.ts';

interface CallbackIds {
  readonly liveChatId: LiveChatId;
  readonly messageId: MessageId;
}

/**
 * What a repeat of a callback is known by. A vendor names messages within one session, and may give the session's id again
 * to another one: so the key has our own id of it.
 */
export const callbackKey =
  ({ liveChatId, messageId }: CallbackIds) =>
  ({ id }: HandoffSession): KnownRequest => ({
    id: keyOf('live-chat', id, messageId),
    formerId: `live-chat:${liveChatId}:${messageId}`,
    answer: 'accepted',
  });
