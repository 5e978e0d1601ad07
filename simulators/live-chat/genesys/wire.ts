import { z } from 'zod';

/** Bodies that the platform takes. */

const short = z.string().min(1).max(200);
const person = z.object({
  id: short,
  idType: z.enum(['Email', 'Phone', 'Opaque']),
  nickname: short.optional(),
  firstName: short.optional(),
  lastName: short.optional(),
  email: short.optional(),
});
const time = z.iso.datetime();

export const inboundMessage = z
  .strictObject({
    channel: z.strictObject({
      from: person,
      time,
      messageId: short.optional(),
      metadata: z.object({ customAttributes: z.record(z.string(), z.string()).optional() }).optional(),
    }),
    text: z.string().optional(),
    content: z.array(z.object({ attachment: z.record(z.string(), z.unknown()) })).optional(),
  })
  .refine(({ text, content }) => (text ?? '') !== '' || (content ?? []).length > 0);
export type InboundMessage = z.infer<typeof inboundMessage>;

export const inboundEvent = z.strictObject({
  channel: z.strictObject({ from: person, time }),
  events: z.array(z.strictObject({ eventType: z.literal('Typing') })).min(1),
});

export const inboundReceipt = z.strictObject({
  id: short,
  channel: z.strictObject({ to: z.object({ id: short }), time }),
  status: z.enum(['Sent', 'Delivered', 'Failed', 'Published', 'Removed']),
  isFinalReceipt: z.boolean().optional(),
  reasons: z.array(z.object({ code: z.string().optional(), message: z.string() })).optional(),
});

export type InboundReceipt = z.infer<typeof inboundReceipt>;

export const participantChange = z.object({ state: z.enum(['connected', 'disconnected']) });
export const topicList = z.array(z.object({ id: z.string().min(1).max(512) })).max(1_000);
export const observationQuery = z.object({
  filter: z.object({
    type: z.enum(['and', 'or']),
    predicates: z.array(z.object({ dimension: z.literal('queueId'), value: z.string() })).min(1),
  }),
  metrics: z.array(z.string()).min(1),
});
