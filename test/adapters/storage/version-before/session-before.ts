import { z } from 'zod';

/*
 * How commit 5f1c31b read a stored session. It runs beside this version while replicas are replaced one after the other.
 */

const time = z.number();
const opening = z.object({
  as: z.enum(['queued', 'active']),
  queuePosition: z.exactOptional(z.number()),
  estimatedWaitSeconds: z.exactOptional(z.number()),
});
const always = {
  id: z.string().min(1),
  conversationId: z.string(),
  customer: z.object({ id: z.string(), name: z.string(), locale: z.exactOptional(z.string()) }),
  customerAddress: z.string(),
  problem: z.exactOptional(z.string()),
  hasSpoken: z.boolean(),
  requestedAt: time,
  lastActivityAt: time,
};
const whileOpen = {
  ...always,
  idleWarnedAt: z.exactOptional(time),
  unreachable: z.exactOptional(z.array(z.enum(['customer', 'live-chat']))),
};
const liveChat = { liveChatId: z.string(), opening };
const perhapsLiveChat = { liveChatId: z.exactOptional(z.string()), opening: z.exactOptional(opening) };

export const sessionBefore = z.discriminatedUnion('status', [
  z.object({ status: z.literal('requested'), ...whileOpen }),
  z.object({
    status: z.literal('queued'),
    ...whileOpen,
    ...liveChat,
    queuePosition: z.exactOptional(z.number()),
  }),
  z.object({
    status: z.literal('active'),
    ...whileOpen,
    ...liveChat,
    agentName: z.exactOptional(z.string()),
  }),
  z.object({
    status: z.literal('closing'),
    ...always,
    ...perhapsLiveChat,
    reason: z.enum(['agent', 'idle', 'too-long', 'failed']),
    closedAt: time,
  }),
  z.object({
    status: z.literal('ended'),
    ...always,
    ...perhapsLiveChat,
    reason: z.enum(['customer', 'agent', 'copilot', 'idle', 'too-long', 'failed', 'unavailable']),
    endedAt: time,
    unavailability: z.exactOptional(z.enum(['closed', 'no-agents', 'unavailable'])),
  }),
]);
