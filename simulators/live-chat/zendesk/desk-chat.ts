import { z } from 'zod';
import type { ChatRecord, MessageEntry } from '../chats/chat-record.ts';
import type { Conversation, Metadata, StoredMessage, User } from './store.ts';

/* What agents see of a conversation that was passed to them. */

const context = z.record(z.string(), z.unknown());

/** A conversation that no agent sees, for callbacks about it. */
export const unseen = ({ id, externalId, createdAt }: Conversation): ChatRecord => ({
  id,
  handoffSessionId: externalId,
  customerName: '',
  status: 'queued',
  openedAt: createdAt,
  changedAt: createdAt,
  entries: [],
});

/** The ticket of a conversation: its fields, and the messages from the one on with which it begins. */
export function openedOnDesk(
  { id, externalId, messages, metadata }: Conversation,
  user: User | undefined,
  passed: Metadata,
): ChatRecord {
  const now = new Date().toISOString();
  const customerName = String(user?.profile?.givenName ?? 'Web User');
  const from = messages.findIndex((message) => message.id === passed.first_message_id);
  const shown = from < 0 ? messages.slice(-10) : messages.slice(from);
  const known = shown.map(contextIn).find((value) => value !== undefined);
  return {
    ...unseen({ id, externalId, createdAt: now, userId: '', metadata, messages: [] }),
    customerName,
    ...(known && { context: known }),
    details: { metadata, ticket: ticketFields({ ...metadata, ...passed }) },
    changedAt: now,
    entries: shown
      .filter((message) => contextIn(message) === undefined)
      .map((each) => entryOf(each, customerName)),
  };
}

function ticketFields(metadata: Metadata): Readonly<Record<string, unknown>> {
  const fields = Object.entries(metadata).flatMap(([key, value]) => {
    const [, field] = /^dataCapture\.(?:ticketField|systemField)\.(.+)$/.exec(key) ?? [];
    return field === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(fields);
}

/** What was said on behalf of the business before is the history. */
function entryOf({ id, author, text, received }: StoredMessage, customerName: string): MessageEntry {
  const isOwn = author.type === 'user';
  return {
    kind: 'message',
    id,
    from: isOwn ? 'customer' : 'copilot',
    sender: author.displayName ?? customerName,
    text,
    at: received,
    ...(!isOwn && { earlier: true }),
  };
}

/** The desk shows the context beside the messages, where all of it is in one. */
function contextIn({ author, text }: StoredMessage): Readonly<Record<string, unknown>> | undefined {
  if (author.type === 'user' || !text.startsWith('Context: ')) return undefined;
  try {
    return context.safeParse(JSON.parse(text.slice('Context: '.length))).data;
  } catch {
    return undefined;
  }
}
