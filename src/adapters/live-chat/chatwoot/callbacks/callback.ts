import { z } from 'zod';
import { plainText } from '../../../../domain/plain-text.ts';
import { usableId } from '../../../http/requests/usable-id.ts';

/*
 * What the webhook of an API inbox tells, as far as it is read. From Chatwoot's listener and presenters; null is absent, and a
 * message's type is a word here and a number in the client API.
 */

const id = z.union([
  z.number().int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(Number),
]);
const word = z.string().max(256).nullish();
const words = z
  .string()
  .max(250_000)
  .nullish()
  .transform((text) => plainText(text ?? ''));
const time = z.union([z.number(), z.string().max(64)]).nullish();

const person = z.object({ id: id.nullish(), name: word, type: word }).nullish();
const contactInbox = z.object({ source_id: usableId(256) });
const conversation = { id, contact_inbox: contactInbox };
const assigned = z.object({ assignee: person, assignee_type: word }).nullish();

const messageTypes = ['incoming', 'outgoing', 'activity', 'template'] as const;
const messageType = z.union([
  z.enum(messageTypes),
  z
    .number()
    .int()
    .min(0)
    .max(3)
    .transform((number) => messageTypes[number] ?? 'activity'),
]);

const attachment = z.object({ data_url: z.string().max(4_096).nullish() });
const item = z.object({ title: z.string().max(1_000).nullish() });

const contentAttributes = z
  .object({
    deleted: z.boolean().nullish().catch(undefined),
    automation_rule_id: z.unknown().optional(),
    items: z.array(item).max(100).nullish().catch(undefined),
  })
  .nullish();

export const messageEvent = z.object({
  event: z.enum(['message_created', 'message_updated']),
  id,
  content: words,
  message_type: messageType,
  content_attributes: contentAttributes,
  sender: person,
  conversation: z.object(conversation),
  attachments: z.array(attachment).max(100).nullish(),
});

const changedAttributes = z.array(z.record(z.string(), z.unknown())).max(100).nullish().catch(undefined);

export const conversationEvent = z.object({
  event: z.enum(['conversation_created', 'conversation_status_changed', 'conversation_updated']),
  ...conversation,
  status: word,
  updated_at: time,
  timestamp: time,
  meta: assigned,
  changed_attributes: changedAttributes,
});

const typingEvent = z.object({
  event: z.enum(['conversation_typing_on', 'conversation_typing_off']),
  user: person,
  is_private: z.boolean().nullish(),
  conversation: z.object(conversation),
});

export const callback = z.discriminatedUnion('event', [messageEvent, conversationEvent, typingEvent]);

export type Callback = z.output<typeof callback>;
export type MessageEvent = z.output<typeof messageEvent>;
export type ConversationEvent = z.output<typeof conversationEvent>;

const marks = z.object({ message_type: messageType.optional(), private: z.boolean().nullish() });

/**
 * Whether a message is a contact's, which are ours and come back, or one between agents. These are known before the rest is read:
 * whatever is odd about them, a refusal would mark the customer's own words as failed.
 */
export function isBeside(sent: Readonly<Record<string, unknown>>): boolean {
  const { data } = marks.safeParse(sent);
  return data?.message_type === 'incoming' || data?.message_type === 'activity' || data?.private === true;
}

/** Whether this adapter reads events of this name. Chatwoot has others, and may get more. */
export const isRead = (event: unknown): boolean =>
  [messageEvent, conversationEvent, typingEvent].some(({ shape }) => shape.event.safeParse(event).success);
