import type { Addressed, AgentAction, Payload } from '../callbacks/agent-action.ts';
import type { ChatRecord, MessageEntry } from '../chats/chat-record.ts';
import { accountId, inboxId, messageNumber, personNumber, sourceOf, statusOf } from './presented.ts';

/* What the webhook of an API inbox sends, from Chatwoot's listener and presenters. */

const inbox = { id: inboxId, name: 'Handoffs' };
const account = { id: accountId, name: 'Contoso' };

const agent = (name: string) => ({
  id: personNumber(name),
  name,
  email: `${personNumber(name)}@contoso.example`,
  type: 'user',
});

const assigneeOf = (name: string | undefined) =>
  name === undefined ? null : { ...agent(name), available_name: name, availability_status: 'online' };

/** A conversation in a webhook. Its `updated_at` is a number with a fraction, which no other event of it has. */
function conversationData(
  chat: ChatRecord,
  { at, assignee = chat.agentName, status = statusOf(chat) }: ConversationNow,
): Payload {
  const now = Date.parse(at) / 1000;
  return {
    additional_attributes: {},
    can_reply: true,
    channel: 'Channel::Api',
    contact_inbox: {
      id: personNumber(sourceOf(chat)),
      contact_id: personNumber(sourceOf(chat)),
      inbox_id: inboxId,
      source_id: sourceOf(chat),
      hmac_verified: false,
    },
    id: Number(chat.id),
    inbox_id: inboxId,
    messages: [],
    labels: [],
    meta: {
      sender: { id: personNumber(sourceOf(chat)), name: chat.customerName, type: 'contact' },
      assignee: assigneeOf(assignee ?? undefined),
      assignee_type: assignee ? 'User' : null,
      team: null,
      hmac_verified: false,
    },
    status,
    custom_attributes: { ...chat.context, handoff_session: sourceOf(chat) },
    snoozed_until: null,
    unread_count: 0,
    first_reply_created_at: null,
    priority: null,
    waiting_since: Math.floor(now),
    agent_last_seen_at: 0,
    contact_last_seen_at: 0,
    last_activity_at: Math.floor(now),
    timestamp: Math.floor(now),
    created_at: Math.floor(Date.parse(chat.openedAt) / 1000),
    updated_at: now,
  };
}

interface ConversationNow {
  readonly at: string;
  /** Null for none. */
  readonly assignee?: string | null;
  readonly status?: string;
}

type Direction = 'incoming' | 'outgoing' | 'template';

/** An agent's, a template's or the contact's own message; the last is the echo that every message of a contact makes. */
export const messageCreated = (
  chat: ChatRecord,
  entry: Pick<MessageEntry, 'id' | 'at' | 'text' | 'sender'>,
  direction: Direction,
): Payload => ({
  account,
  additional_attributes: {},
  content_attributes: {},
  content_type: 'text',
  content: entry.text,
  conversation: conversationData(chat, { at: entry.at }),
  created_at: entry.at,
  id: messageNumber(chat, entry),
  inbox,
  message_type: direction,
  private: false,
  sender: senderOf(chat, entry.sender, direction),
  source_id: null,
  event: 'message_created',
});

function senderOf(chat: ChatRecord, name: string, direction: Direction): Payload | null {
  if (direction === 'template') return null;
  if (direction === 'outgoing') return agent(name);
  return { id: personNumber(sourceOf(chat)), name: chat.customerName, type: 'contact', account };
}

export const statusChanged = (chat: ChatRecord, at: string, status: 'open' | 'resolved'): Payload => ({
  ...conversationData(chat, { at, status }),
  event: 'conversation_status_changed',
  changed_attributes: [{ status: { previous_value: statusOf(chat), current_value: status } }],
});

export const conversationCreated = (chat: ChatRecord, at: string): Payload => ({
  ...conversationData(chat, { at }),
  event: 'conversation_created',
});

/** `to` is null for no agent. */
export function assigneeChanged(chat: ChatRecord, at: string, to: string | null): Payload {
  const before = chat.agentName === undefined ? null : personNumber(chat.agentName);
  const now = to === null ? null : personNumber(to);
  return {
    ...conversationData(chat, { at, assignee: to }),
    event: 'conversation_updated',
    changed_attributes: [{ assignee_id: { previous_value: before, current_value: now } }],
  };
}

/** A repeat of the same act is the same event, with the time of the first. */
export function payloadOf({ chat, messageId: id, at: now, act }: Addressed): Payload | undefined {
  if (chat === undefined) return undefined;
  const at = chat.entries.find((entry) => entry.id === id)?.at ?? now;
  return payloadAt(chat, { id, at }, act);
}

function payloadAt(
  chat: ChatRecord,
  { id, at }: Pick<MessageEntry, 'id' | 'at'>,
  act: AgentAction,
): Payload | undefined {
  switch (act.type) {
    case 'message':
      return messageCreated(
        chat,
        { id, at, text: act.message, sender: act.sender },
        act.isAutomatic ? 'template' : 'outgoing',
      );
    case 'typing':
      return {
        event: 'conversation_typing_on',
        user: agent(act.sender ?? chat.agentName ?? 'Dana'),
        conversation: conversationData(chat, { at }),
        is_private: false,
      };
    case 'agent-joined':
    case 'agent-transferred':
      return assigneeChanged(chat, at, act.sender);
    case 'agent-left':
      return assigneeChanged(chat, at, null);
    case 'queue-position':
      return undefined;
    case 'session-ended':
      return statusChanged(chat, at, 'resolved');
  }
}
