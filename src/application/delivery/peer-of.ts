import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { LiveChat } from '../ports/live-chat.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import type { Peer } from '../ports/peer.ts';

/** Which peer a message is for: in each direction the session's own. */
export function peerOf(
  { direction, content }: PendingMessage,
  { caller, channel }: HandoffSession,
  liveChat: Pick<LiveChat, 'id'>,
): Peer {
  if (direction === 'to-live-chat') return { role: 'live-chat', id: liveChat.id };
  return content.kind === 'return' ? { role: 'caller', id: caller } : { role: 'channel', id: channel };
}
