import { z } from 'zod';
import { agentActionTypes } from '../callbacks/agent-action.ts';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';

/** What the reference contract's wire says. */
export const referenceWire: WireReader = { request: toldTo, callback: toldBy };

const startBody = z.object({
  conversationId: z.string(),
  problem: z.string().optional(),
  customer: z.object({ id: z.string() }).optional(),
});
const startAnswer = z.object({ sessionId: z.string() });
const sendBody = z.object({
  sessionId: z.string(),
  messageId: z.string(),
  message: z.string(),
  kind: z.enum(['customer', 'notice']).default('customer'),
});
const endBody = z.object({ sessionId: z.string(), reason: z.string().optional() });

function toldTo({ path, body, answer = '' }: SeenExchange): ToldToVendor | undefined {
  switch (/^\/api\/livechat\/([^/?]+)/.exec(path)?.[1]) {
    case 'start': {
      const start = startBody.safeParse(jsonIn(body)).data;
      if (!start) return undefined;
      const { conversationId: sessionId, problem, customer } = start;
      const liveChatId = startAnswer.safeParse(jsonIn(answer)).data?.sessionId;
      return {
        step: 'start',
        sessionId,
        ...(liveChatId !== undefined && { liveChatId }),
        ...(customer && { customerId: customer.id }),
        ...(problem !== undefined && { problem }),
      };
    }
    case 'send': {
      const said = sendBody.safeParse(jsonIn(body)).data;
      if (!said) return undefined;
      const { sessionId: liveChatId, messageId, message: text, kind } = said;
      return { step: 'say', liveChatId, messageId, text, kind };
    }
    case 'end': {
      const end = endBody.safeParse(jsonIn(body)).data;
      if (!end) return undefined;
      return {
        step: 'end',
        liveChatId: end.sessionId,
        ...(end.reason !== undefined && { reason: end.reason }),
      };
    }
    default:
      return undefined;
  }
}

const callback = z.object({
  sessionId: z.string(),
  messageId: z.string().optional(),
  type: z.enum(agentActionTypes).default('message'),
  message: z.string().nullish(),
  sender: z.string().nullish(),
  queuePosition: z.number().nullish(),
});

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  if (!/^\/api\/messages\/proactive(\?|$)/.test(path)) return [];
  const told = callback.safeParse(jsonIn(body)).data;
  if (!told) return [];
  const { sessionId: liveChatId, messageId, type, message, sender, queuePosition } = told;
  return [
    {
      type,
      liveChatId,
      ...(messageId !== undefined && { messageId }),
      ...(message && { text: message }),
      ...(sender && { agentName: sender }),
      ...(typeof queuePosition === 'number' && { queuePosition }),
    },
  ];
}
