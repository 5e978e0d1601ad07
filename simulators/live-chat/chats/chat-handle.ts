import type { AgentDesk } from '../desk/agent-desk.ts';
import type { Chat, ChatMessage } from '../live-chat.ts';
import type { ChatRecord, MessageEntry } from './chat-record.ts';
import type { ChatRegistry } from './chat-registry.ts';
import { waitFor } from './wait-for.ts';

const AGENT = 'Dana';
/** Under whose name a live chat speaks by itself. */
export const AUTOMATIC = 'Automatic message';

/** A chat as tests and scenarios hold it; its properties say what the book says now. */
export function chatHandle(opened: ChatRecord, registry: ChatRegistry, desk: AgentDesk): Chat {
  const { id, idAgain, handoffSessionId, problem, context, openedAt } = opened;
  const now = (): ChatRecord => registry.find(id) ?? opened;
  return {
    id,
    openedAt,
    ...(idAgain === undefined ? {} : { idAgain }),
    ...(handoffSessionId === undefined ? {} : { handoffSessionId }),
    ...(problem === undefined ? {} : { problem }),
    ...(context === undefined ? {} : { context }),
    get customerName() {
      return now().customerName;
    },
    get details() {
      return now().details ?? {};
    },
    get customerTypedAt() {
      return now().customerTypedAt;
    },
    get status() {
      return now().status;
    },
    get endReason() {
      return now().endReason;
    },
    get endedAt() {
      return now().endedAt;
    },
    get messages() {
      return messagesOf(now());
    },
    join: (agentName = AGENT) => desk.join(id, agentName),
    says: (text, { agent = now().agentName ?? AGENT, ...rest } = {}) =>
      desk.say(id, { text, agent, ...rest }),
    saysByItself: (text) => desk.say(id, { text, agent: AUTOMATIC, isAutomatic: true }),
    typing: () => desk.typing(id, now().agentName ?? AGENT),
    leaves: () => desk.leave(id),
    transfersTo: (agentName) => desk.transfer(id, agentName),
    queuePosition: (position, estimatedWaitSeconds) => desk.queuePosition(id, position, estimatedWaitSeconds),
    ends: (end = {}) => desk.end(id, end),
    sees: (text, { withinMs } = {}) =>
      waitFor(registry, {
        find: () => messagesOf(now()).find((message) => isHeard(message) && fits(message.text, text)),
        withinMs,
        failure: () => `nothing that says ${String(text)}.\n${printed(now())}`,
      }),
    isEnded: ({ withinMs } = {}) =>
      waitFor(registry, {
        find: () => (now().status === 'ended' ? true : undefined),
        withinMs,
        failure: () => `the chat is not ended.\n${printed(now())}`,
      }).then(() => undefined),
  };
}

/** The chat on one page, for the message of a failed wait. */
export function printed(chat: ChatRecord): string {
  const head = `chat ${chat.id} with ${chat.customerName}, ${chat.status}`;
  const lines = chat.entries.map((entry) => {
    if (entry.kind === 'event') return `  (${entry.text})${deliveryOf(entry)}`;
    return `  ${entry.from} ${entry.sender}: ${entry.text}${deliveryOf(entry)}`;
  });
  return [head, ...(lines.length === 0 ? ['  (nothing said yet)'] : lines)].join('\n');
}

function deliveryOf({ delivery, failure }: ChatRecord['entries'][number]): string {
  if (delivery === undefined) return '';
  return failure === undefined ? ` [${delivery}]` : ` [${delivery}: ${failure}]`;
}

function messagesOf(chat: ChatRecord): readonly ChatMessage[] {
  return chat.entries.filter((entry) => entry.kind === 'message').map(messageOf);
}

function messageOf({ kind: _, callback: __, ...message }: MessageEntry): ChatMessage {
  return message;
}

function isHeard({ from, earlier }: ChatMessage): boolean {
  return earlier !== true && (from === 'customer' || from === 'notice');
}

function fits(said: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? said === wanted : wanted.test(said);
}
