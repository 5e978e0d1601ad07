import { z } from 'zod';
import type { Exchange } from '../../faults/exchange.ts';
import type { KeptEvents } from '../callbacks/style.ts';
import { type ChatRecord, idOnWire } from '../chats/chat-record.ts';

/** What is told on notifications, for the record: the sockets themselves tell a conversation and not an act. */
export const notification = z.object({
  notification: z.enum(['agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  /** Milliseconds since 1970. */
  at: z.number(),
  agentName: z.string().optional(),
});
type Notification = z.infer<typeof notification>;

/** Where the record says that it was told. */
export const NOTIFICATIONS = '/simulated/notifications';

const kept = z.object({ told: z.array(notification).default([]) });
const toldIn = ({ details }: ChatRecord): readonly Notification[] => kept.parse(details ?? {}).told;

/** It is told to who listens, and shows in the conversation: so it counts as taken. */
export const keptNotifications: KeptEvents = {
  isKept: (payload) => 'notification' in payload,
  keep: (chat, payload) => ({
    ...chat,
    details: { ...chat.details, told: [...toldIn(chat), notification.parse(payload)] },
  }),
  exchanges: (chat) =>
    toldIn(chat).map(
      (told, number): Exchange => ({
        number,
        method: 'WS',
        path: NOTIFICATIONS,
        body: JSON.stringify({ ...told, conversationId: idOnWire(chat) }),
        fault: { kind: 'none' },
        at: told.at,
        endedAt: told.at,
        peer: { status: 202, body: '', at: told.at },
        status: 202,
      }),
    ),
};
