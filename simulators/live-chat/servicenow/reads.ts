import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';
import { endpoint, listed, request, type Spoken, textOf } from './wire/wire.ts';

export const callbackPath = '/api/livechat/servicenow';

/** What the wire of the Bot Integration API says. */
export const servicenowWire: WireReader = { request: toldTo, callback: toldBy };

const isAt = (path: string, wanted: string): boolean => new URL(path, 'http://any').pathname === wanted;

function toldTo({ method, path, body }: SeenExchange): ToldToVendor | undefined {
  if (method !== 'POST' || !isAt(path, endpoint)) return undefined;
  const asked = request.safeParse(jsonIn(body)).data;
  if (asked === undefined || asked.action === 'UPDATE_MESSAGES') return undefined;
  const id = asked.clientSessionId ?? '';
  const of = { sessionId: id, liveChatId: id };
  const text = textOf(asked);
  switch (asked.action) {
    case 'AGENT':
    case 'START_CREATED_CONVERSATION':
      return { step: 'start', ...of, customerId: customerIn(asked), ...(text && { problem: text }) };
    case 'END_CONVERSATION':
    case 'FAULT_CONVERSATION':
      return { step: 'end', ...of };
    case 'TYPING':
      return { step: 'typing', ...of };
    case null:
    case undefined: {
      const messageId = asked.message.clientMessageId;
      const kind = asked.clientVariables?.kind === 'notice' ? 'notice' : 'customer';
      return { step: 'say', ...of, kind, text, ...(messageId && { messageId }) };
    }
    case 'CREATE_CONVERSATION':
    case 'START_CONVERSATION':
    case 'SEND_HISTORY':
    case 'SET_USER_TIMEZONE':
    case 'SWITCH':
    case 'VIEWING':
      return undefined;
  }
}

/** A guest may be a session alone; then a context variable says whose it is. */
function customerIn({ userId, contextVariables }: Spoken): string {
  const named = contextVariables?.customer_id;
  return typeof named === 'string' ? named : userId;
}

const item = z.object({
  uiType: z.string().nullish(),
  actionType: z.string().nullish(),
  value: z.unknown().optional(),
  label: z.string().nullish(),
  messageId: z.string().nullish(),
  message: z.string().nullish(),
  agentInfo: z.object({ sentFromAgent: z.boolean().nullish(), agentName: z.string().nullish() }).nullish(),
});

const callback = z.object({
  clientSessionId: z.string(),
  body: z.union([z.array(item), item]).nullish(),
  completed: z.boolean().nullish(),
  takeControl: z.boolean().nullish(),
});

type Item = Readonly<z.infer<typeof item>>;

function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  if (!isAt(path, callbackPath)) return [];
  const told = callback.safeParse(jsonIn(body)).data;
  if (told === undefined) return [];
  const of = { sessionId: told.clientSessionId, liveChatId: told.clientSessionId };
  const items = listed(told.body);
  const said = items.flatMap((each) => inItem(each).map((one) => ({ ...of, ...one })));
  const isEnd =
    told.completed === true ||
    told.takeControl === true ||
    items.some(({ actionType }) => actionType === 'SwitchToVirtualAgent');
  return isEnd ? [...said, { ...of, type: 'session-ended' }] : said;
}

function inItem(each: Item): readonly ToldByVendor[] {
  const { agentInfo, value, label, messageId, actionType } = each;
  if (each.uiType === 'OutputText' && agentInfo?.sentFromAgent === true) {
    const text = typeof value === 'string' ? value : (label ?? '');
    const agentName = agentInfo.agentName;
    return [{ type: 'message', text, ...(messageId && { messageId }), ...(agentName && { agentName }) }];
  }
  switch (actionType) {
    case 'StartSpinner':
      return [{ type: 'queue-position' }];
    case 'SwitchToLiveAgent':
      return [{ type: 'agent-joined' }];
    case 'StartTypingIndicator':
    case 'StartTypingIndicatorActionMsg':
      return [{ type: 'typing' }];
    case null:
    case undefined:
      return [];
  }
  return [];
}
