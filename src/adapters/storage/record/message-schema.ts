import { z } from 'zod';
import type { OutboxMessage, Settlement, ToCustomer, ToLiveChat } from '../../../application/ports/outbox.ts';
import type { StoredDeadLetter, StoredMessage } from './session-record.ts';
import {
  closingReasonSchema,
  contextSchema,
  customerSchema,
  endReasonSchema,
  sessionIdSchema,
} from './session-schema.ts';

const transcriptSchema = z.array(
  z.object({
    from: z.enum(['customer', 'copilot']),
    text: z.string(),
    at: z.exactOptional(z.number()),
  }),
);

const notice = z.object({ kind: z.literal('notice'), text: z.string() });

const toLiveChat: z.ZodType<ToLiveChat> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    customer: customerSchema,
    firstWords: z.exactOptional(z.string()),
    problem: z.exactOptional(z.string()),
    transcript: transcriptSchema,
    context: z.exactOptional(contextSchema),
  }),
  z.object({ kind: z.literal('say'), messageId: z.string(), text: z.string(), sender: z.string() }),
  notice,
  z.object({ kind: z.literal('end'), reason: endReasonSchema }),
]);

const toCustomer: z.ZodType<ToCustomer> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('say'),
    text: z.string(),
    agentName: z.exactOptional(z.string()),
    pieceOf: z.exactOptional(z.object({ messageId: z.string(), isLast: z.boolean() })),
  }),
  notice,
  z.object({ kind: z.literal('return'), reason: closingReasonSchema }),
]);

export const directionSchema = z.enum(['to-live-chat', 'to-customer']);

const outgoing = { id: z.string(), sessionId: sessionIdSchema, acceptedAt: z.number() };
const attempted = {
  attempts: z.number(),
  unknownAttempts: z.number(),
  dueAt: z.number(),
  isBegun: z.boolean(),
  postponedAt: z.exactOptional(z.number()),
  lastCause: z.exactOptional(z.string()),
};
const died = { cause: z.string(), diedAt: z.number() };
const ofLiveChat = { direction: z.literal('to-live-chat'), content: toLiveChat };
const ofCustomer = { direction: z.literal('to-customer'), content: toCustomer };

export const messageSchema: z.ZodType<OutboxMessage> = z.discriminatedUnion('direction', [
  z.object({ ...outgoing, ...ofLiveChat }),
  z.object({ ...outgoing, ...ofCustomer }),
]);

export const pendingSchema: z.ZodType<StoredMessage> = z.discriminatedUnion('direction', [
  z.object({ ...outgoing, ...attempted, ...ofLiveChat }),
  z.object({ ...outgoing, ...attempted, ...ofCustomer }),
]);

export const deadSchema: z.ZodType<StoredDeadLetter> = z.discriminatedUnion('direction', [
  z.object({ ...outgoing, ...attempted, ...died, ...ofLiveChat }),
  z.object({ ...outgoing, ...attempted, ...died, ...ofCustomer }),
]);

/** The version before wrote `postponed` for `not-delivered`. */
const retried = z
  .enum(['not-delivered', 'postponed', 'unknown'])
  .transform((as) => (as === 'postponed' ? 'not-delivered' : as));

export const settlementSchema: z.ZodType<Settlement> = z.discriminatedUnion('as', [
  z.object({ as: z.literal('delivered') }),
  z.object({ as: z.literal('rejected'), cause: z.string() }),
  z.object({ as: z.literal('dropped') }),
  // The version before kept no cause.
  z.object({ as: retried, until: z.number(), cause: z.string().default('unknown') }),
]);
