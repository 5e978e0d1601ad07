import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';
import { NOTIFICATIONS, notification } from './kept.ts';
import { inboundEvent, inboundMessage } from './wire.ts';

/** What the wire of an Open Messaging integration says. */
export const genesysWire: WireReader = { request: toldTo, callback: toldBy };

export const callbackPath = '/api/livechat/genesys';

const answer = z.object({ conversationId: z.string() });

/** The message that brings the facts of a session is the one that opens its conversation. */
function toldTo({ method, path, body, answer: answered = '' }: SeenExchange): ToldToVendor | undefined {
  const ended = /^\/api\/v2\/conversations\/messages\/([^/?]+)\/participants\/[^/?]+(\?|$)/.exec(path)?.[1];
  if (method === 'PATCH' && ended !== undefined) return { step: 'end', liveChatId: ended };
  const call = /\/inbound\/open\/(message|event)(\?|$)/.exec(path)?.[1];
  if (method !== 'POST' || call === undefined) return undefined;
  if (call === 'event') {
    const typing = inboundEvent.safeParse(jsonIn(body)).data;
    return typing && { step: 'typing', sessionId: typing.channel.from.id };
  }
  return messageIn(body, answered);
}

function messageIn(body: string, answered: string): ToldToVendor | undefined {
  const said = inboundMessage.safeParse(jsonIn(body)).data;
  if (said === undefined) return undefined;
  const { from, messageId, metadata } = said.channel;
  const liveChatId = answer.safeParse(jsonIn(answered)).data?.conversationId;
  const of = { sessionId: from.id, ...(liveChatId !== undefined && { liveChatId }) };
  const customerId = metadata?.customAttributes?.customer_id;
  const text = said.text ?? '';
  if (customerId !== undefined) return { step: 'start', ...of, customerId, problem: text };
  const kind = messageId?.startsWith('notice-') ? 'notice' : 'customer';
  return { step: 'say', ...of, kind, text, ...(messageId !== undefined && { messageId }) };
}

const outbound = z.object({
  id: z.string(),
  channel: z.object({ to: z.object({ id: z.string() }) }),
  type: z.string(),
  text: z.string().nullish(),
  events: z.array(z.object({ eventType: z.string() })).nullish(),
});

const told = notification.extend({ conversationId: z.string() });

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  if (path === NOTIFICATIONS) {
    const { notification: type, conversationId: liveChatId, agentName } = told.parse(jsonIn(body));
    return [{ type, liveChatId, ...(agentName !== undefined && { agentName }) }];
  }
  const isCallback = new RegExp(`^${callbackPath}(\\?|$)`).test(path);
  const said = isCallback ? outbound.safeParse(jsonIn(body)).data : undefined;
  if (said === undefined) return [];
  const of = { sessionId: said.channel.to.id, messageId: said.id };
  if (said.type === 'Event') return [{ ...of, type: 'typing' }];
  return said.text ? [{ ...of, type: 'message', text: said.text }] : [];
}
