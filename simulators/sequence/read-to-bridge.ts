import { z } from 'zod';
import type { Exchange } from '../faults/exchange.ts';
import { type ActivityBody, activityBody } from '../history/read/activity-body.ts';
import { brief, jsonOf } from './brief.ts';
import { exchangeStep } from './exchange-step.ts';
import type { Step, StepKind } from './step.ts';

/** Requests of Copilot Studio and of the live chat to the bridge. Others, such as a look at its health, are no arrow. */
export function stepsToBridge(exchanges: readonly Exchange[]): readonly Step[] {
  return exchanges.flatMap((exchange): readonly Step[] => {
    const body = jsonOf(exchange.body);
    if (/^\/api\/(messages\/proactive|livechat\/messages)/.test(exchange.path))
      return [fromLiveChat(exchange, body)];
    if (exchange.path.startsWith('/api/messages')) return [fromCopilot(exchange, body)];
    return [];
  });
}

function fromCopilot(exchange: Exchange, body: unknown): Step {
  const read = activityBody.safeParse(body).data;
  const { kind, label } = read ? said(read) : { kind: 'status' as const, label: 'no activity' };
  return {
    ...exchangeStep(exchange, 'in'),
    from: 'copilot-studio',
    to: 'bridge',
    kind,
    label: brief(label),
    ...(read && { conversationId: read.conversation.id }),
  };
}

interface Said {
  readonly kind: StepKind;
  readonly label: string;
}

function said({ type, name, text, value }: ActivityBody): Said {
  if (type === 'message') {
    const isEnd = text?.replace(/\s+/g, '').toLowerCase() === 'endhandoff';
    return { kind: isEnd ? 'end' : 'message', label: text ?? '' };
  }
  if (type === 'typing') return { kind: 'typing', label: 'is typing' };
  if (type === 'endOfConversation') return { kind: 'end', label: 'endOfConversation' };
  if (type !== 'event') return { kind: 'status', label: type };
  const isEnd = name === 'endConversation' && isObject(value) && 'LiveChatConversationId' in value;
  const problem = isObject(value) ? value.ProblemDescription : undefined;
  const words = typeof problem === 'string' && problem !== '' ? `: ${problem}` : '';
  return { kind: isEnd ? 'end' : 'start', label: `${name ?? 'event'}${words}` };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const callback = z.object({
  sessionId: z.string().optional(),
  ConversationId: z.string().optional(),
  type: z.string().default('message'),
  message: z.string().nullish(),
  Message: z.string().nullish(),
  sender: z.string().nullish(),
  Sender: z.string().nullish(),
  queuePosition: z.number().nullish(),
  reason: z.string().nullish(),
});

function fromLiveChat(exchange: Exchange, body: unknown): Step {
  const read = callback.safeParse(body).data;
  const liveChatId = read?.sessionId ?? read?.ConversationId;
  return {
    ...exchangeStep(exchange, 'in'),
    from: 'live-chat',
    to: 'bridge',
    ...callbackSaid(read),
    ...(liveChatId !== undefined && { liveChatId }),
  };
}

const callbackWords: Readonly<Record<string, string>> = {
  'agent-joined': 'joins',
  'agent-left': 'leaves',
  'agent-transferred': 'takes over',
};

function callbackSaid(read: z.infer<typeof callback> | undefined): Said {
  if (!read) return { kind: 'status', label: 'no callback' };
  const who = read.sender ?? read.Sender ?? 'agent';
  const words = read.message ?? read.Message ?? '';
  switch (read.type) {
    case 'message':
      return { kind: 'message', label: brief(`${who}: ${words}`) };
    case 'typing':
      return { kind: 'typing', label: brief(`${who} is typing`) };
    case 'session-ended':
      return { kind: 'end', label: brief(words === '' ? 'ends the chat' : `ends the chat: ${words}`) };
    case 'queue-position':
      return { kind: 'status', label: `place ${read.queuePosition ?? '?'} in the queue` };
    default:
      return { kind: 'status', label: brief(`${who} ${callbackWords[read.type] ?? read.type}`) };
  }
}
