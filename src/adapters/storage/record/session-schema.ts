import { z } from 'zod';
import { closingReasons, type HandoffSession } from '../../../domain/handoff-session.ts';
import { callerId, channelId, conversationId, liveChatId, sessionId } from '../../../domain/ids.ts';

export const sessionIdSchema = z.string().min(1).transform(sessionId);
const time = z.number();

export const customerSchema = z.object({
  id: z.string(),
  name: z.string(),
  locale: z.exactOptional(z.string()),
});

export const contextSchema = z.record(z.string(), z.unknown());
export const closingReasonSchema = z.enum(closingReasons);
export const endReasonSchema = z.enum([...closingReasons, 'customer', 'copilot', 'unavailable']);

const opening = z.object({
  as: z.enum(['queued', 'active']),
  queuePosition: z.exactOptional(z.number()),
  estimatedWaitSeconds: z.exactOptional(z.number()),
});

const always = {
  id: sessionIdSchema,
  conversationId: z.string().transform(conversationId),
  customer: customerSchema,
  // The version before knew but these two, and named neither; whatever it stores has neither still.
  caller: z.string().default('skill').transform(callerId),
  channel: z.string().default('msteams').transform(channelId),
  customerAddress: z.string(),
  problem: z.exactOptional(z.string()),
  hasSpoken: z.boolean(),
  requestedAt: time,
  lastActivityAt: time,
};
const whileOpen = {
  ...always,
  lastWords: z.exactOptional(z.object({ mark: z.string(), at: time })),
  idleWarnedAt: z.exactOptional(time),
  unreachable: z.exactOptional(z.array(z.enum(['customer', 'live-chat']))),
};
const liveChat = { liveChatId: z.string().transform(liveChatId), opening };
const inChat = { ...liveChat, feedBookmark: z.exactOptional(z.string()) };
const perhapsLiveChat = {
  liveChatId: z.exactOptional(liveChat.liveChatId),
  opening: z.exactOptional(opening),
  isLiveChatOver: z.exactOptional(z.literal(true)),
};

/** A session as it stands in a stored record. */
export const sessionSchema: z.ZodType<HandoffSession> = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('requested'),
    ...whileOpen,
    joined: z.exactOptional(z.object({ agentName: z.exactOptional(z.string()) })),
  }),
  z.object({
    status: z.literal('queued'),
    ...whileOpen,
    ...inChat,
    queuePosition: z.exactOptional(z.number()),
  }),
  z.object({
    status: z.literal('active'),
    ...whileOpen,
    ...inChat,
    agentName: z.exactOptional(z.string()),
  }),
  z.object({
    status: z.literal('closing'),
    ...always,
    ...perhapsLiveChat,
    reason: closingReasonSchema,
    closedAt: time,
  }),
  z.object({
    status: z.literal('ended'),
    ...always,
    ...perhapsLiveChat,
    reason: endReasonSchema,
    endedAt: time,
    unavailability: z.exactOptional(z.enum(['closed', 'no-agents', 'unavailable'])),
  }),
]);
