import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';

/** What the wire of Zendesk says. */
export const zendeskWire: WireReader = { request: toldTo, callback: toldBy };

const text = z.string().optional();
const own = z.object({ oursId: text, reason: text }).default({});
const messageBody = z.object({
  author: z.object({ type: z.enum(['user', 'business']) }),
  content: z.object({ text: z.string() }),
  metadata: own,
});
const controlBody = z.object({ metadata: own });

/** Whether this is what a start says before control is passed. */
export const isOpening = (ownId: string): boolean => /\.(transcript|context)\.\d+$|\.first$/.test(ownId);

function toldTo({ method, path, body }: SeenExchange): ToldToVendor | undefined {
  const [, id, action] = /\/conversations\/([^/?]+)\/(messages|passControl|releaseControl)$/.exec(path) ?? [];
  if (method !== 'POST' || id === undefined) return undefined;
  const liveChatId = decodeURIComponent(id);
  const sent = jsonIn(body);
  if (action === 'messages') {
    const said = messageBody.safeParse(sent).data;
    const messageId = said?.metadata.oursId ?? '';
    if (!said || isOpening(messageId)) return undefined;
    const kind = said.author.type === 'user' ? 'customer' : 'notice';
    return { step: 'say', liveChatId, kind, messageId, text: said.content.text };
  }
  const { oursId, reason } = controlBody.safeParse(sent).data?.metadata ?? {};
  const chat = { liveChatId, ...(oursId !== undefined && { sessionId: oursId }) };
  if (action === 'passControl') return { step: 'start', ...chat };
  return { step: 'end', ...chat, ...(reason !== undefined && { reason }) };
}

const messageEvent = z.object({
  type: z.literal('conversation:message'),
  payload: z.object({
    conversation: z.object({ id: z.string() }),
    message: z.object({
      id: z.string(),
      author: z.object({ type: z.string(), displayName: text }),
      content: z.object({ text }).optional(),
      metadata: z.object({ oursId: text }).nullish(),
    }),
  }),
});
const endEvent = z.object({
  id: z.string(),
  type: z.enum(['switchboard:releaseControl', 'switchboard:passControl']),
  payload: z.object({
    conversation: z.object({
      id: z.string(),
      activeSwitchboardIntegration: z.object({ integrationType: z.string() }).optional(),
    }),
    metadata: z.object({ oursId: text }).nullish(),
  }),
});
const batch = z.object({ events: z.array(z.unknown()) });

const trigger = z.object({
  session: z.string(),
  event: z.enum(['joined', 'left', 'transferred', 'ended']),
  id: text,
  agent: text,
});
const acts = {
  joined: 'agent-joined',
  left: 'agent-left',
  transferred: 'agent-transferred',
  ended: 'session-ended',
} as const;

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  const sent = jsonIn(body);
  if (/^\/api\/livechat\/zendesk\/support(\?|$)/.test(path)) {
    const told = trigger.safeParse(sent).data;
    if (!told) return [];
    const { session: sessionId, event, id: messageId, agent: agentName } = told;
    return [
      { type: acts[event], sessionId, ...(messageId && { messageId }), ...(agentName && { agentName }) },
    ];
  }
  if (!/^\/api\/livechat\/zendesk(\?|$)/.test(path)) return [];
  return (batch.safeParse(sent).data?.events ?? []).flatMap(toldByEvent);
}

/** Echoes of the bridge's own words and calls tell nothing. */
function toldByEvent(event: unknown): readonly ToldByVendor[] {
  const said = messageEvent.safeParse(event).data?.payload;
  if (said) {
    const { id: messageId, author, content, metadata } = said.message;
    if (author.type === 'user' || metadata?.oursId !== undefined) return [];
    const agentName = author.displayName;
    const words = { text: content?.text ?? '', ...(agentName !== undefined && { agentName }) };
    return [{ type: 'message', liveChatId: said.conversation.id, messageId, ...words }];
  }
  const ended = endEvent.safeParse(event).data;
  if (!ended || ended.payload.metadata?.oursId !== undefined) return [];
  const { id: liveChatId, activeSwitchboardIntegration: active } = ended.payload.conversation;
  if (active?.integrationType === 'zd:agentWorkspace') return [];
  return [{ type: 'session-ended', liveChatId, messageId: ended.id }];
}
