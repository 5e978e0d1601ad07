import { randomUUID } from 'node:crypto';
import { asEnded, type ChatRecord, withEntries } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import { endedText } from '../chats/ended-text.ts';
import type { EndUser } from './access.ts';
import { sessionStatus, textMessage } from './acts.ts';
import type { SalesforceChoices } from './choices.ts';
import { type Kept, keptOf, placed, type Unplaced, withKept } from './kept.ts';
import type { ConversationBody, MessageBody } from './wire.ts';

/* What may happen to a conversation from the end user's side. */

/** The conversation of an end user: the bridge gives each session an end user of its own. */
export const chatOf = (registry: ChatRegistry, { subject }: EndUser): ChatRecord | undefined =>
  registry.chats().findLast(({ details }) => details?.subject === subject);

export function opened(
  { conversationId, routingAttributes }: ConversationBody,
  { subject }: EndUser,
): ChatRecord {
  const now = new Date().toISOString();
  const { _firstName, handoffSession, ...context } = routingAttributes;
  return {
    id: conversationId,
    ...(handoffSession !== undefined && { handoffSessionId: handoffSession }),
    customerName: _firstName ?? 'Guest',
    ...(Object.keys(context).length > 0 && { context }),
    details: { subject, told: [] },
    status: 'queued',
    openedAt: now,
    changedAt: now,
    entries: [],
  };
}

export function telling(
  chat: ChatRecord,
  choices: SalesforceChoices,
  ...told: readonly Unplaced[]
): ChatRecord {
  return told.reduce(
    (found, each) => withKept(found, [...keptOf(found), placed(found, each, choices)]),
    chat,
  );
}

/** The customer's words, which come back on the stream. After the end they begin another session of the same conversation. */
export function said(
  chat: ChatRecord,
  { message, routingAttributes }: MessageBody,
  { choices, subject }: { readonly choices: SalesforceChoices; readonly subject: string },
): ChatRecord {
  const { text } = message.staticContent;
  const entry = {
    kind: 'message',
    id: randomUUID(),
    from: routingAttributes?.handoffMessage === 'notice' ? 'notice' : 'customer',
    sender: chat.customerName,
    text,
    at: new Date().toISOString(),
  } as const;
  const echo = {
    ...textMessage(text, message.id),
    senderDisplayName: chat.customerName,
    sender: { appType: 'iamessage', subject, role: 'EndUser' },
  };
  const isAgain = chat.status === 'ended';
  const open = isAgain ? reopened(chat) : chat;
  const begun = isAgain ? telling(open, choices, sessionStatus(chat.id, 'New', 'Ended')) : open;
  return telling(withEntries(begun, entry), choices, echo);
}

function reopened(chat: ChatRecord): ChatRecord {
  const { endReason: _, endedBy: __, endedAt: ___, agentName: ____, ...open } = chat;
  return { ...open, status: 'queued' };
}

/** What the end user's side has not read when it leaves stays unread, be it that an agent has ended the session before. */
export function unread(chat: ChatRecord): ChatRecord {
  const told = keptOf(chat);
  const lastRead = told.findLastIndex(({ isDelivered }) => isDelivered);
  return withKept(
    chat,
    told.map((each, index): Kept => (index > lastRead ? { ...each, isUnread: true } : each)),
  );
}

export function left(chat: ChatRecord, choices: SalesforceChoices): ChatRecord {
  const entry = {
    kind: 'event',
    id: randomUUID(),
    text: endedText('customer'),
    at: new Date().toISOString(),
  } as const;
  const ended = telling(unread(chat), choices, sessionStatus(chat.id, 'Ended', 'Active'));
  return asEnded(ended, { reason: 'customer', by: 'other-side', entry });
}

export const acknowledged = (chat: ChatRecord, entries: ReadonlySet<string>): ChatRecord =>
  withKept(
    chat,
    keptOf(chat).map(
      (each): Kept => (entries.has(each.entry.identifier) ? { ...each, isDelivered: true } : each),
    ),
  );
