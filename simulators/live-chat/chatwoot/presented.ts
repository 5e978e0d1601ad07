import { createHash } from 'node:crypto';
import type { ChatRecord, MessageEntry } from '../chats/chat-record.ts';

/* What the client API shows, from the views of Chatwoot. */

export const inboxIdentifier = 'simulatedApiInbox0000001';
export const inboxId = 7;
export const accountId = 1;

const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);

/**
 * A number that grows with each line of the chat, the same whenever it is asked for: a line has a text for an id, a message a number.
 * `chat` has the line, or will have it last.
 */
export function messageNumber(chat: ChatRecord, { id, at }: Pick<MessageEntry, 'id' | 'at'>): number {
  if (/^\d{13,}$/.test(id)) return Number(id);
  const atOnce = chat.entries.filter((each) => each.at === at);
  const place = atOnce.findIndex((each) => each.id === id);
  // A contact's words have the first half of each millisecond.
  return Date.parse(at) * 1000 + 500 + (place === -1 ? atOnce.length : place);
}

/** Of a person or a contact; the same name has the same one. */
export const personNumber = (name: string): number =>
  1 + (createHash('sha256').update(name).digest().readUInt16BE(0) % 5000);

export const sourceOf = (chat: ChatRecord): string => chat.handoffSessionId ?? '';

export function statusOf({ status, details }: ChatRecord): 'open' | 'pending' | 'resolved' {
  if (status === 'ended') return 'resolved';
  return details?.isPending === true ? 'pending' : 'open';
}

export interface Contact {
  readonly source_id: string;
  readonly name: string;
  readonly identifier?: string | undefined;
  readonly custom_attributes: Readonly<Record<string, unknown>>;
}

export const shownContact = ({ source_id, name }: Contact) => ({
  source_id,
  pubsub_token: createHash('sha256').update(`pubsub ${source_id}`).digest('base64url').slice(0, 24),
  id: personNumber(source_id),
  name,
  email: null,
  phone_number: null,
});

/** A contact as the model writes itself, which is more than the client API's view of it. */
const contactRecord = (chat: ChatRecord) => ({
  id: personNumber(sourceOf(chat)),
  name: chat.customerName,
  email: null,
  phone_number: null,
  identifier: sourceOf(chat),
  blocked: false,
  additional_attributes: {},
  custom_attributes: chat.details?.contact ?? {},
  account_id: accountId,
  created_at: chat.openedAt,
  updated_at: chat.openedAt,
});

const messageTypes = { customer: 0, agent: 1, template: 3 } as const;

/** Neither private notes nor what happened: the list of the client API leaves both out. */
export const shownMessages = (chat: ChatRecord) =>
  chat.entries
    .flatMap((entry) => {
      if (entry.kind !== 'message' || entry.earlier || entry.from === 'copilot') return [];
      if (entry.from === 'notice') return [];
      return [shownMessage(chat, entry, messageTypes[entry.isAutomatic ? 'template' : entry.from])];
    })
    .toSorted((one, other) => one.id - other.id);

export const shownMessage = (chat: ChatRecord, entry: MessageEntry, type: 0 | 1 | 3) => ({
  id: messageNumber(chat, entry),
  content: entry.text,
  message_type: type,
  content_type: 'text',
  content_attributes: {},
  created_at: seconds(entry.at),
  conversation_id: Number(chat.id),
  ...(type !== messageTypes.template && {
    sender: {
      id: personNumber(entry.sender),
      name: entry.sender,
      thumbnail: '',
      type: type === messageTypes.customer ? 'contact' : 'user',
    },
  }),
});

export const shownConversation = (chat: ChatRecord) => ({
  id: Number(chat.id),
  uuid: String(chat.details?.uuid ?? ''),
  inbox_id: inboxId,
  contact_last_seen_at: 0,
  status: statusOf(chat),
  agent_last_seen_at: 0,
  messages: shownMessages(chat),
  contact: contactRecord(chat),
});

/** What the client API says of an inbox. It is closed all day, or has no hours. */
export const shownInbox = ({ isClosed, timezone = 'UTC' }: { isClosed: boolean; timezone?: string }) => ({
  identifier: inboxIdentifier,
  identity_validation_enabled: false,
  name: 'Handoffs',
  timezone,
  working_hours: Array.from({ length: 7 }, (_, day) => ({
    day_of_week: day,
    open_all_day: !isClosed,
    closed_all_day: isClosed,
    open_hour: isClosed ? null : 0,
    open_minutes: isClosed ? null : 0,
    close_hour: isClosed ? null : 23,
    close_minutes: isClosed ? null : 59,
  })),
  working_hours_enabled: isClosed,
  csat_survey_enabled: false,
  greeting_enabled: false,
});
