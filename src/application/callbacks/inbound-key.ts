import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { MessageId } from '../../domain/ids.ts';
import type { Inbound } from '../ports/session-store.ts';

/**
 * A key made of parts that may contain any character: different parts never give the same key. What has no colon and no
 * percent sign stands as it is.
 */
export const inboundKey = (...parts: readonly string[]): string =>
  parts.map((part) => part.replaceAll('%', '%25').replaceAll(':', '%3A')).join(':');

/**
 * What a repeat of a callback is known by. A vendor names messages within one session, and may give the session's id again
 * to another one: so the key has our own id of it.
 */
export const callbackKey =
  (messageId: MessageId) =>
  ({ id }: HandoffSession): Inbound => ({
    id: inboundKey('live-chat', id, messageId),
    answer: 'accepted',
  });
