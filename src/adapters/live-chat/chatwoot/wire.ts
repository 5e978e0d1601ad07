import { z } from 'zod';

/*
 * What Chatwoot's client API takes and answers for an API inbox, and the two calls of its agent API that are used.
 * From the server's controllers and views, and its published description of the client API. Unknown fields are let through.
 */

const number = z.number().int().nonnegative();
/** The client API writes `created_at` in seconds, webhooks write it as ISO 8601. */
const time = z.union([z.number(), z.string().max(64)]).nullish();
const text = z.string().max(1_000_000);

/* What we send. */

export interface ContactBody {
  /** Names the contact in the paths of all other calls. */
  readonly source_id: string;
  readonly identifier: string;
  /** Hex of HMAC-SHA256 over the identifier, with the token of the inbox. */
  readonly identifier_hash?: string;
  readonly name: string;
  readonly custom_attributes: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface ConversationBody {
  readonly custom_attributes: Attributes;
}

export interface MessageBody {
  readonly content: string;
  /** Is passed on to agents' screens, and does not come back in any list. */
  readonly echo_id: string;
}

export interface NoteBody {
  readonly content: string;
  readonly message_type: 'outgoing';
  readonly private: true;
  readonly content_attributes: { readonly handoff_message: string };
}

/* What it answers. */

export const contactAnswer = z.object({ source_id: text });

export const conversationAnswer = z.object({ id: number, status: z.string().max(64).nullish() });

export const conversationsAnswer = z.array(conversationAnswer);

/** With what was said to the contact: private notes and what happened are not among them. Each message is read by itself. */
export const listedConversations = z.array(
  conversationAnswer.extend({ messages: z.array(z.record(z.string(), z.unknown())).catch([]) }),
);

/** `message_type` 0 is a contact's, 1 an agent's, 2 an activity, 3 a template's. */
export const messageAnswer = z.object({
  id: number,
  content: text.nullish(),
  message_type: number.nullish(),
  created_at: time,
});

export const messagesAnswer = z.array(messageAnswer);
export type ListedMessage = z.output<typeof messageAnswer>;

const noteAnswer = messageAnswer.extend({
  private: z.boolean().nullish(),
  content_attributes: z.object({ handoff_message: text.nullish() }).nullish().catch(undefined),
});

export const notesAnswer = z.object({ payload: z.array(noteAnswer) });

const clockTime = z.number().int().min(0).max(59).nullish();

const workingDay = z.object({
  /** 0 is Sunday. */
  day_of_week: z.number().int().min(0).max(6),
  open_all_day: z.boolean().nullish(),
  closed_all_day: z.boolean().nullish(),
  open_hour: clockTime,
  open_minutes: clockTime,
  close_hour: clockTime,
  close_minutes: clockTime,
});
export type WorkingDay = z.output<typeof workingDay>;

export const inboxAnswer = z.object({
  identifier: text,
  name: text.nullish(),
  timezone: z.string().max(128).nullish(),
  working_hours_enabled: z.boolean().nullish(),
  working_hours: z.array(workingDay).nullish().catch(undefined),
});
export type Inbox = z.output<typeof inboxAnswer>;

export const agentsAnswer = z.array(z.object({ availability_status: z.string().max(64).nullish() }));

/** A refusal of Chatwoot's own: of a record that is not valid, of what it did not find, or as its description has it. */
export const refusalAnswer = z.union([
  z.object({ message: z.string().min(1) }),
  z.object({ error: z.string().min(1) }),
  z.object({ errors: z.array(z.unknown()).min(1) }),
  z.object({ description: z.string().min(1) }),
]);
