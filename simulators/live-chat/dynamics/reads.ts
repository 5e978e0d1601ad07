import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';
import { automated, createBody } from './wire.ts';

/** What the wire of the Messaging API says. */
export const dynamicsWire: WireReader = { request: toldTo, callback: toldBy };

const createAnswer = z.object({ conversationId: z.string() });
const sentActivity = z.object({
  type: z.string(),
  id: z.string().optional(),
  text: z.string().default(''),
  channelData: z.unknown().optional(),
});

function idIn(path: string, pattern: RegExp): string | undefined {
  const id = pattern.exec(path)?.[1];
  return id === undefined ? undefined : decodeURIComponent(id);
}

function toldTo({ method, path, body, answer = '' }: SeenExchange): ToldToVendor | undefined {
  const liveChatId = idIn(path, /^\/api\/v1\.0\/consumer\/conversation\/([^/?]+)(\?|$)/);
  if (method !== 'POST' || liveChatId === undefined) return undefined;
  if (liveChatId === 'create') return started(body, answer);
  const sent = sentActivity.safeParse(jsonIn(body)).data;
  switch (sent?.type) {
    case 'message': {
      const kind = automated.safeParse(sent.channelData).success ? 'notice' : 'customer';
      return { step: 'say', liveChatId, kind, text: sent.text, ...(sent.id && { messageId: sent.id }) };
    }
    case 'typing':
      return { step: 'typing', liveChatId };
    case 'endOfConversation':
      return { step: 'end', liveChatId };
    default:
      return undefined;
  }
}

function started(body: string, answer: string): ToldToVendor | undefined {
  const start = createBody.safeParse(jsonIn(body)).data;
  if (start === undefined) return undefined;
  const liveChatId = createAnswer.safeParse(jsonIn(answer)).data?.conversationId;
  const sessionId = start.customercontext?.customerid;
  const problem = start.startmessage?.message;
  return {
    step: 'start',
    ...(sessionId !== undefined && { sessionId }),
    ...(liveChatId !== undefined && { liveChatId }),
    ...(problem !== undefined && { problem }),
  };
}

const activity = z.object({
  type: z.string(),
  name: z.string().nullish(),
  text: z.string().nullish(),
  from: z.object({ name: z.string().nullish() }).nullish(),
});

const events: ReadonlyMap<string, ToldByVendor['type']> = new Map([
  ['AgentAccepted', 'agent-joined'],
  ['AgentDisconnected', 'agent-left'],
  ['TransferAgentAcceptSession', 'agent-transferred'],
  ['AgentClosed', 'session-ended'],
  ['ConversationClosed', 'session-ended'],
  ['OutOfOperatingHoursDueToNonWorkingHours', 'session-ended'],
]);

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  const liveChatId = idIn(path, /\/v3\/conversations\/([^/?]+)\/activities(\?|$)/);
  const told = activity.safeParse(jsonIn(body)).data;
  if (liveChatId === undefined || told === undefined) return [];
  if (told.type === 'typing') return [{ type: 'typing', liveChatId }];
  const type = told.name ? events.get(told.name) : 'message';
  if (type === undefined) return [];
  const isSaid = type === 'message' && told.text;
  return [
    {
      type,
      liveChatId,
      ...(isSaid && { text: spoken(told.text ?? '') }),
      ...(told.from?.name && { agentName: told.from.name }),
    },
  ];
}

/** As the agent has typed it. */
const spoken = (markdown: string): string =>
  markdown
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replace(/\\([\\`*_~[\]#])/g, '$1');
