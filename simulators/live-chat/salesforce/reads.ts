import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';
import { API, conversationBody, indicatorBody, messageBody, STREAM } from './wire.ts';

/** What the wire of the messaging service says. */
export const salesforceWire: WireReader = {
  request: toldTo,
  callback: toldBy,
  isKnownByStatus: ({ step }) => step === 'start' || step === 'end',
};

function toldTo({ method, path, body }: SeenExchange): ToldToVendor | undefined {
  const [, id, what] = /^\/conversation(?:\/([^/?]+)(?:\/([a-z-]+))?)?(?:\?|$)/.exec(belowApi(path)) ?? [];
  if (method === 'DELETE' && id !== undefined && what === 'session') return { step: 'end', liveChatId: id };
  if (method !== 'POST' || !belowApi(path).startsWith('/conversation')) return undefined;
  if (id === undefined) return started(body);
  if (what === 'entry') {
    const isTyping = indicatorBody.safeParse(jsonIn(body)).data?.entryType === 'TypingStartedIndicator';
    return isTyping ? { step: 'typing', liveChatId: id } : undefined;
  }
  return what === 'message' ? said(body, id) : undefined;
}

const belowApi = (path: string): string => (path.startsWith(API) ? path.slice(API.length) : '');

function started(body: string): ToldToVendor | undefined {
  const start = conversationBody.safeParse(jsonIn(body)).data;
  if (start === undefined) return undefined;
  const { handoffSession: sessionId } = start.routingAttributes;
  return {
    step: 'start',
    liveChatId: start.conversationId,
    ...(sessionId !== undefined && { sessionId }),
  };
}

function said(body: string, liveChatId: string): ToldToVendor | undefined {
  const sent = messageBody.safeParse(jsonIn(body)).data;
  if (sent === undefined) return undefined;
  const { message, routingAttributes } = sent;
  return {
    step: 'say',
    liveChatId,
    kind: routingAttributes?.handoffMessage === 'notice' ? 'notice' : 'customer',
    messageId: message.id,
    text: message.staticContent.text,
  };
}

const frame = z.object({
  conversationId: z.string(),
  conversationEntry: z.object({
    identifier: z.string(),
    entryType: z.string(),
    entryPayload: z.string().transform(jsonIn),
    senderDisplayName: z.string(),
    sender: z.object({ role: z.string() }),
  }),
});
type Told = z.infer<typeof frame>['conversationEntry'];

const words = z.object({
  abstractMessage: z.object({ staticContent: z.object({ text: z.string() }) }),
});
const changes = z.object({
  entries: z.array(z.object({ operation: z.enum(['add', 'remove']), displayName: z.string() })),
});
const routed = z.object({ routingType: z.string(), failureType: z.string() });
const queued = z.object({ position: z.number() });
const status = z.object({ sessionStatus: z.string() });

/** What was kept for the bridge is recorded as if it had been sent it. */
function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  const told = path.startsWith(STREAM) ? frame.safeParse(jsonIn(body)).data : undefined;
  if (told === undefined || told.conversationEntry.sender.role === 'EndUser') return [];
  const what = whatIn(told.conversationEntry);
  return what === undefined ? [] : [{ liveChatId: told.conversationId, ...what }];
}

function whatIn({
  entryType,
  entryPayload,
  identifier: messageId,
  senderDisplayName,
}: Told): ToldByVendor | undefined {
  switch (entryType) {
    case 'Message': {
      const text = words.safeParse(entryPayload).data?.abstractMessage.staticContent.text;
      return text === undefined
        ? undefined
        : { type: 'message', messageId, text, agentName: senderDisplayName };
    }
    case 'TypingStartedIndicator':
      return { type: 'typing', messageId, agentName: senderDisplayName };
    case 'ParticipantChanged':
      return changed(changes.parse(entryPayload).entries, messageId);
    case 'RoutingResult': {
      const { routingType, failureType } = routed.parse(entryPayload);
      const hasFailed = routingType === 'Initial' && failureType !== 'None';
      return hasFailed ? { type: 'session-ended', messageId } : undefined;
    }
    case 'QueuePosition':
      return { type: 'queue-position', messageId, queuePosition: queued.parse(entryPayload).position };
    case 'SessionStatusChanged': {
      const isEnd = ['Ended', 'Error'].includes(status.parse(entryPayload).sessionStatus);
      return isEnd ? { type: 'session-ended', messageId } : undefined;
    }
    default:
      return undefined;
  }
}

function changed(entries: z.infer<typeof changes>['entries'], messageId: string): ToldByVendor | undefined {
  const added = entries.find(({ operation }) => operation === 'add');
  const removed = entries.find(({ operation }) => operation === 'remove');
  if (added === undefined)
    return removed && { type: 'agent-left', messageId, agentName: removed.displayName };
  const type = removed === undefined ? 'agent-joined' : 'agent-transferred';
  return { type, messageId, agentName: added.displayName };
}
