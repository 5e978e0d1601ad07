import type { Exchange } from '../faults/exchange.ts';
import { type ActivityBody, activityBody } from '../history/read/activity-body.ts';
import { type ChatNamed, chatsNamed } from '../history/read/chats-named.ts';
import { conversationNamed } from '../history/read/connected-agent.ts';
import { seenIn } from '../history/read/seen.ts';
import type { Sources } from '../history/read/sources.ts';
import type { ToldByVendor } from '../live-chat/wire-reader.ts';
import { brief, jsonOf } from './brief.ts';
import { exchangeStep } from './exchange-step.ts';
import type { Step, StepKind } from './step.ts';

/** Requests of Copilot Studio and of the live chat to the bridge. Others, such as a look at its health, are no arrow. */
export function stepsToBridge(
  exchanges: readonly Exchange[],
  sources: Pick<Sources, 'liveChat' | 'copilotStudio'>,
): readonly Step[] {
  const { liveChat } = sources;
  const chatOf = chatsNamed({ liveChat });
  return exchanges.flatMap((exchange): readonly Step[] => {
    const told = liveChat.reads.callback(seenIn(exchange));
    if (told.length > 0) return told.map((each, index) => fromLiveChat(exchange, each, { chatOf, index }));
    if (/^\/api\/messages(\?|$)/.test(exchange.path)) return [fromCopilot(exchange, sources)];
    return [];
  });
}

function fromCopilot(exchange: Exchange, sources: Pick<Sources, 'copilotStudio'>): Step {
  const read = activityBody.safeParse(jsonOf(exchange.body)).data;
  const { kind, label } = read ? said(read) : { kind: 'status' as const, label: 'no activity' };
  return {
    ...exchangeStep(exchange, 'in'),
    from: 'copilot-studio',
    to: 'bridge',
    kind,
    label: brief(label),
    ...(read && { conversationId: conversationNamed(sources, read.conversation.id) }),
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

interface InBatch {
  readonly chatOf: ChatNamed;
  /** Which of those that one request tells. */
  readonly index: number;
}

function fromLiveChat(exchange: Exchange, told: ToldByVendor, { chatOf, index }: InBatch): Step {
  const liveChatId = chatOf(told);
  const step = exchangeStep(exchange, 'in');
  return {
    ...step,
    ...(index > 0 && { id: `${step.id}.${index}` }),
    from: 'live-chat',
    to: 'bridge',
    ...callbackSaid(told),
    ...(liveChatId !== undefined && { liveChatId }),
  };
}

function callbackSaid({ type, text = '', agentName = 'agent', queuePosition }: ToldByVendor): Said {
  switch (type) {
    case 'message':
      return { kind: 'message', label: brief(`${agentName}: ${text}`) };
    case 'typing':
      return { kind: 'typing', label: brief(`${agentName} is typing`) };
    case 'session-ended':
      return { kind: 'end', label: brief(text === '' ? 'ends the chat' : `ends the chat: ${text}`) };
    case 'queue-position':
      return { kind: 'status', label: `place ${queuePosition ?? '?'} in the queue` };
    case 'agent-joined':
      return { kind: 'status', label: brief(`${agentName} joins`) };
    case 'agent-left':
      return { kind: 'status', label: brief(`${agentName} leaves`) };
    case 'agent-transferred':
      return { kind: 'status', label: brief(`${agentName} takes over`) };
  }
}
