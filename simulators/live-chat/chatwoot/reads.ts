import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';

/** What the wire of a Chatwoot API inbox says. */
export const chatwootWire: WireReader = { request: toldTo, callback: toldBy };

const conversation = z.object({ id: z.number() });
const message = z.object({ content: z.string(), echo_id: z.string().optional() });
const attributes = z.object({ handoff_message: z.string().optional() }).optional();
const note = z.object({ content: z.string(), private: z.literal(true), content_attributes: attributes });

const ofContact =
  /^\/public\/api\/v1\/inboxes\/[^/]+\/contacts\/([^/?]+)\/conversations(?:\/([^/?]+)(?:\/(\w+))?)?(?:\?|$)/;
const notes = /^\/api\/v1\/accounts\/\d+\/conversations\/([^/?]+)\/messages(?:\?|$)/;

/** The request that opens a conversation is the start; a contact before it opens nothing. */
function toldTo(seen: SeenExchange): ToldToVendor | undefined {
  const { method, path, body, answer = '' } = seen;
  if (method !== 'POST') return undefined;
  const noted = notes.exec(path)?.[1];
  if (noted !== undefined) return noteIn(noted, body);
  const [whole, sessionId = '', liveChatId, step] = ofContact.exec(path) ?? [];
  if (whole === undefined) return undefined;
  if (liveChatId === undefined) {
    const id = conversation.safeParse(jsonIn(answer)).data?.id;
    return { step: 'start', sessionId, ...(id !== undefined && { liveChatId: String(id) }) };
  }
  return stepIn(step, { sessionId, liveChatId }, body);
}

function noteIn(liveChatId: string, body: string): ToldToVendor | undefined {
  const told = note.safeParse(jsonIn(body)).data;
  if (!told) return undefined;
  const messageId = told.content_attributes?.handoff_message;
  return { step: 'say', liveChatId, text: told.content, kind: 'notice', ...(messageId && { messageId }) };
}

function stepIn(
  step: string | undefined,
  of: { readonly sessionId: string; readonly liveChatId: string },
  body: string,
): ToldToVendor | undefined {
  switch (step) {
    case 'messages': {
      const said = message.safeParse(jsonIn(body)).data;
      if (!said) return undefined;
      const { content: text, echo_id: messageId } = said;
      return { step: 'say', ...of, text, kind: 'customer', ...(messageId && { messageId }) };
    }
    case 'toggle_typing':
      return { step: 'typing', ...of };
    case 'toggle_status':
      return { step: 'end', ...of };
    default:
      return undefined;
  }
}

const contactInbox = z.object({ source_id: z.string() });
const person = z.object({ name: z.string().nullish(), type: z.string().nullish() }).nullish();
const messageEvent = z.object({
  event: z.enum(['message_created', 'message_updated']),
  id: z.number(),
  content: z.string().nullish(),
  message_type: z.string(),
  private: z.boolean().nullish(),
  sender: person,
  conversation: z.object({ id: z.number(), contact_inbox: contactInbox }),
});
const change = z.object({ previous_value: z.unknown(), current_value: z.unknown() });
const conversationEvent = z.object({
  event: z.enum(['conversation_status_changed', 'conversation_updated']),
  id: z.number(),
  status: z.string().nullish(),
  contact_inbox: contactInbox,
  updated_at: z.union([z.number(), z.string()]).nullish(),
  meta: z.object({ assignee: person }).nullish(),
  changed_attributes: z.array(z.object({ assignee_id: change.optional() })).nullish(),
});
const typingEvent = z.object({
  event: z.literal('conversation_typing_on'),
  user: person,
  conversation: z.object({ id: z.number(), contact_inbox: contactInbox }),
});

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  if (!/^\/api\/livechat\/chatwoot(\?|$)/.test(path)) return [];
  const json = jsonIn(body);
  const told =
    ofMessage(messageEvent.safeParse(json).data) ??
    ofConversation(conversationEvent.safeParse(json).data) ??
    ofTyping(typingEvent.safeParse(json).data);
  return told ? [told] : [];
}

function ofMessage(event: z.output<typeof messageEvent> | undefined): ToldByVendor | undefined {
  if (!event || event.private || !['outgoing', 'template'].includes(event.message_type)) return undefined;
  const { id, contact_inbox: inbox } = event.conversation;
  const name = event.sender?.name;
  return {
    type: 'message',
    liveChatId: String(id),
    sessionId: inbox.source_id,
    messageId: String(event.id),
    text: event.content ?? '',
    ...(name && { agentName: name }),
  };
}

function ofConversation(event: z.output<typeof conversationEvent> | undefined): ToldByVendor | undefined {
  const type = event && typeOf(event);
  if (!type) return undefined;
  const name = event.meta?.assignee?.name;
  return {
    type,
    liveChatId: String(event.id),
    sessionId: event.contact_inbox.source_id,
    messageId: `${type} ${event.updated_at ?? ''}`,
    ...(name && type !== 'session-ended' && { agentName: name }),
  };
}

function typeOf(event: z.output<typeof conversationEvent>): ToldByVendor['type'] | undefined {
  if (event.event === 'conversation_status_changed') {
    return event.status === 'resolved' ? 'session-ended' : undefined;
  }
  const assignee = event.changed_attributes?.find((each) => each.assignee_id)?.assignee_id;
  if (!assignee) return undefined;
  if (assignee.current_value === null) return 'agent-left';
  return assignee.previous_value === null ? 'agent-joined' : 'agent-transferred';
}

function ofTyping(event: z.output<typeof typingEvent> | undefined): ToldByVendor | undefined {
  if (event?.user?.type !== 'user') return undefined;
  const { id, contact_inbox: inbox } = event.conversation;
  return { type: 'typing', liveChatId: String(id), sessionId: inbox.source_id };
}
