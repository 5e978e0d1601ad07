import { createHmac } from 'node:crypto';
import type { Addressed, Payload } from '../callbacks/agent-action.ts';
import type { CallbackStyle, UnsignedCallback } from '../callbacks/style.ts';
import type { ChatRecord } from '../chats/chat-record.ts';
import { answerBot, appId, sessionField, webhookId, workspace } from './account.ts';
import { conversationTruncated } from './objects.ts';
import { type Conversation, newId, type StoredMessage } from './store.ts';

/* What Zendesk sends: batches of a Conversations webhook, and the bodies of Support's triggers. */

/** How long it waits for an answer, in milliseconds. */
const answerWithinMs = 20_000;
/** Answers after which nothing is sent again. */
const final: ReadonlySet<number> = new Set([400, 401, 403, 404, 406]);
const mostTries = 5;

/** Five tries with a growing pause, within 15 minutes. How the pause grows is not documented. */
export const zendeskCallbacks: CallbackStyle = {
  addressed: (callback) =>
    'session' in Object(JSON.parse(callback.body)) ? signed(callback) : keyed(callback),
  answerWithinMs,
  retryAfterMs: ({ status }, { count }) =>
    final.has(status) || count >= mostTries ? undefined : 1_000 * 8 ** (count - 1),
  isInOrder: true,
};

const keyed = ({ url, secret }: UnsignedCallback) => ({
  url,
  headers: { ...(secret !== undefined && { 'x-api-key': secret }) },
});

/** A trigger's webhook is one of Support, with a signature over its time and its body. */
function signed({ url, body, secret = '' }: UnsignedCallback) {
  const timestamp = new Date().toISOString();
  const signature = createHmac('sha256', secret).update(`${timestamp}${body}`).digest('base64');
  return {
    url: `${url}/support`,
    headers: {
      'x-zendesk-webhook-signature': signature,
      'x-zendesk-webhook-signature-timestamp': timestamp,
    },
  };
}

interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly payload: object;
}

export const batchOf = (...events: readonly Event[]): Payload => ({
  app: { id: appId },
  webhook: { id: webhookId, version: 'v2' },
  events: events.map(({ id, type, at, payload }) => ({ id, createdAt: at, type, payload })),
});

/** Each message is told, the bridge's own as well. */
export function messageEvent(conversation: Conversation, message: StoredMessage): Event {
  const { id, received, author, text, metadata } = message;
  const told = {
    id,
    received,
    author,
    content: { type: 'text', text },
    source: { type: 'api:conversations' },
    metadata,
  };
  const payload = { conversation: conversationTruncated(conversation), message: told };
  return { id: newId(), type: 'conversation:message', at: received, payload };
}

export function switchboardEvent(
  action: 'passControl' | 'releaseControl',
  conversation: Conversation,
  more: { readonly metadata?: object; readonly reason?: string },
): Event {
  const at = new Date().toISOString();
  const payload = { conversation: conversationTruncated(conversation), ...more };
  return { id: newId(), type: `switchboard:${action}`, at, payload };
}

interface Triggered {
  readonly event: 'joined' | 'left' | 'transferred' | 'ended';
  readonly agent: string;
  /** Of the trigger's event. */
  readonly id: string;
  readonly cause?: string;
}

/** Agents come and go in Support alone, whose trigger names the session by the ticket's field. */
export const triggerPayload = (chat: ChatRecord, triggered: Triggered): Payload => ({
  session: String(ticketIn(chat)[sessionField] ?? ''),
  ...triggered,
});

/** The body of a callback for what an agent does; undefined for what Zendesk does not tell. */
export function payloadOf(addressed: Addressed): Payload | undefined {
  const { chat, messageId: id, act, choices = {} } = addressed;
  if (chat === undefined) return undefined;
  switch (act.type) {
    case 'message':
      return batchOf(
        ...agentSaid(chat, {
          ...addressed,
          text: act.message,
          agent: act.sender,
          isTrigger: act.isAutomatic === true || choices.saidBy === 'trigger',
        }),
      );
    case 'agent-joined':
      return triggerPayload(chat, { event: 'joined', id, agent: act.sender });
    case 'agent-left':
      return triggerPayload(chat, { event: 'left', id, agent: act.sender });
    case 'agent-transferred':
      return triggerPayload(chat, { event: 'transferred', id, agent: act.sender });
    case 'session-ended': {
      const { reason = 'agent' } = act;
      // Why, only a trigger tells, in the operator's words.
      const cause = toldCauses.has(reason) ? { cause: reason } : {};
      if (choices.endsBy === 'support' || toldCauses.has(reason))
        return triggerPayload(chat, { event: 'ended', id, agent: '', ...cause });
      const { message: text } = act;
      const last =
        text === undefined ? [] : agentSaid(chat, { ...addressed, text, agent: chat.agentName ?? 'Dana' });
      return batchOf(...last, ended(chat, addressed));
    }
    case 'typing':
    case 'queue-position':
      return undefined;
  }
}

/** Causes of an end that a trigger may name, beside an agent's own. */
const toldCauses: ReadonlySet<string> = new Set(['closed', 'no-agents', 'idle', 'failed']);

interface Said extends Addressed {
  readonly text: string;
  readonly agent: string;
  readonly isTrigger?: boolean;
}

/** Behind it comes what a customer on another channel of the account says, when the vendor mixes conversations. */
function agentSaid(chat: ChatRecord, said: Said): readonly Event[] {
  const { messageId, at, text, agent, isTrigger = false, choices = {} } = said;
  const message = {
    id: messageId,
    received: at,
    author: {
      type: 'business',
      ...(choices.namesAgents !== false && { displayName: isTrigger ? 'Automated Response' : agent }),
    },
    content: { type: 'text', text },
    source: { type: workspace.integrationType },
    metadata: { '__zendesk_msg.agent.id': isTrigger ? '__trigger' : '30045042291606' },
    quotedMessage: null,
    deleted: null,
  };
  const payload = { conversation: conversationIn(chat), message };
  const event = { id: eventId(messageId), type: 'conversation:message', at, payload };
  return choices.mixes === true ? [event, strangersEvent(at)] : [event];
}

/** A conversation of the web widget, in which the bridge has no part. */
function strangersEvent(at: string): Event {
  const conversation = {
    id: newId(),
    type: 'personal',
    metadata: {},
    activeSwitchboardIntegration: answerBot,
  };
  const author = { type: 'business', displayName: 'Answer Bot' };
  const content = { type: 'text', text: 'How can I help?' };
  const message = {
    id: newId(),
    received: at,
    author,
    content,
    source: { type: 'zd:answerBot' },
    metadata: null,
  };
  return { id: newId(), type: 'conversation:message', at, payload: { conversation, message } };
}

/** How Sunshine Conversations tells that an agent's session is over is not documented: by one of these, or not at all. */
function ended(chat: ChatRecord, { messageId, at, choices = {} }: Addressed): Event {
  const id = eventId(`${messageId}-end`);
  const { activeSwitchboardIntegration: _, ...conversation } = conversationIn(chat);
  if (choices.endsBy !== 'passControl') {
    return { id, type: 'switchboard:releaseControl', at, payload: { conversation, reason: 'ticketClosed' } };
  }
  const passed = { ...conversation, activeSwitchboardIntegration: answerBot };
  return { id, type: 'switchboard:passControl', at, payload: { conversation: passed } };
}

/** The conversation of a chat that agents see, whose metadata the chat carries. */
const conversationIn = ({ id, status, details = {} }: ChatRecord) => ({
  id,
  type: 'personal',
  metadata: details.metadata ?? {},
  ...(status !== 'ended' && { activeSwitchboardIntegration: workspace }),
});

const ticketIn = ({ details = {} }: ChatRecord): Readonly<Record<string, unknown>> => Object(details.ticket);

/** The same for each repeat. */
const eventId = (of: string): string => createHmac('sha256', 'event').update(of).digest('hex').slice(0, 24);
