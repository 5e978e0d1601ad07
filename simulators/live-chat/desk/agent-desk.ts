import { randomBytes } from 'node:crypto';
import type { AgentAction, Payload } from '../callbacks/agent-action.ts';
import type { CallbackLanes } from '../callbacks/callback-lanes.ts';
import { asEnded, type ChatRecord, type Entry, idOnWire, withEntries } from '../chats/chat-record.ts';
import type { ChatRegistry } from '../chats/chat-registry.ts';
import { settled } from '../chats/delivery-state.ts';
import type { Choices } from '../choices.ts';
import type { CallbackResult } from '../live-chat.ts';
import type { SimulatedVendor } from '../vendor.ts';

/** What an agent can do in a chat. Each act is shown on the desk at once and told to the other side in order. */
export interface AgentDesk {
  join(chatId: string, agent: string): Promise<CallbackResult>;
  say(chatId: string, said: Said): Promise<CallbackResult>;
  typing(chatId: string, agent: string): Promise<CallbackResult>;
  leave(chatId: string): Promise<CallbackResult>;
  transfer(chatId: string, agent: string): Promise<CallbackResult>;
  queuePosition(chatId: string, position: number, estimatedWaitSeconds?: number): Promise<CallbackResult>;
  end(chatId: string, end: { readonly reason?: string; readonly message?: string }): Promise<CallbackResult>;
  /** Sends what failed, or what a restart interrupted, once more under its own id. */
  sendAgain(chatId: string, entryId: string): Promise<CallbackResult>;
}

export interface Said {
  readonly text: string;
  readonly agent: string;
  readonly messageId?: string;
  readonly retry?: boolean;
  /** The live chat's own bot says it, or a trigger: no agent is there because of it. */
  readonly isAutomatic?: boolean;
}

interface AgentCommand {
  readonly command: AgentAction;
  readonly id?: string;
  readonly retry?: boolean;
  /** What the act makes of the chat; `entry` is its line on the desk, with its delivery state. */
  readonly onDesk?: (chat: ChatRecord, state: EntryState) => ChatRecord;
}

/** What every line of the desk has. */
type EntryState = Pick<Entry, 'id' | 'at' | 'delivery' | 'callback'>;

export interface AgentDeskOptions {
  readonly vendor: SimulatedVendor;
  readonly registry: ChatRegistry;
  readonly lanes: CallbackLanes;
  /** The id of the next callback of a chat; absent for a random one. */
  readonly callbackId: (chatId: string) => string | undefined;
  /** What the vendor was told to do where it is free. */
  readonly choices: () => Choices;
}

const NOT_SENT: CallbackResult = { status: 0, body: undefined };

export function agentDesk(options: AgentDeskOptions): AgentDesk {
  const { vendor, registry, lanes, callbackId, choices } = options;
  const post = async (chatId: string, sent: { id: string; payload: Payload; retry: boolean }) => {
    const answer = await lanes.send({ chatId, ...sent });
    if (answer === 'stopped') return { status: 0, body: { error: 'stopped' } };
    registry.change(chatId, (chat) => settled(chat, sent.id, answer));
    return { status: answer.status, body: answer.body };
  };

  const perform = (
    chatId: string,
    { command, id, retry = true, onDesk }: AgentCommand,
  ): Promise<CallbackResult> => {
    const chat = registry.find(chatId);
    const called = chat === undefined ? chatId : idOnWire(chat);
    // Its id is another chat's now: nothing can be said of it any more.
    if (chat !== undefined && registry.byId(called) !== chat) return Promise.resolve(NOT_SENT);
    const at = new Date().toISOString();
    const messageId = id ?? callbackId(chatId) ?? `msg_${randomBytes(12).toString('base64url')}`;
    const isTold = vendor.tells.has(command.type);
    const payload = isTold
      ? vendor.payload({ chat, chatId: called, messageId, at, act: command, choices: choices() })
      : undefined;
    const delivery = payload === undefined ? {} : { delivery: 'sending' as const, callback: payload };
    if (onDesk !== undefined)
      registry.change(chatId, (chat) => onDesk(chat, { id: messageId, at, ...delivery }));
    if (payload === undefined) return Promise.resolve(NOT_SENT);
    return post(chatId, { id: messageId, payload, retry });
  };

  const agentOf = (chatId: string): string => registry.find(chatId)?.agentName ?? 'Dana';

  return {
    join: (chatId, agent) => perform(chatId, joining(agent)),
    say: (chatId, said) => perform(chatId, saying(said)),
    typing: (chatId, agent) => perform(chatId, { command: { type: 'typing', sender: agent }, retry: false }),
    leave: (chatId) => perform(chatId, leaving(agentOf(chatId))),
    transfer: (chatId, agent) => perform(chatId, transferring(agentOf(chatId), agent)),
    queuePosition: (chatId, position, wait) => perform(chatId, queueing(position, wait)),
    end: (chatId, end) => perform(chatId, ending(agentOf(chatId), end)),
    async sendAgain(chatId, entryId) {
      const entry = registry.find(chatId)?.entries.find(({ id }) => id === entryId);
      if (entry?.callback === undefined) return NOT_SENT;
      registry.change(chatId, (chat) => settled(chat, entryId, 'sending'));
      return post(chatId, { id: entryId, payload: entry.callback, retry: true });
    },
  };
}

function joining(agent: string): AgentCommand {
  return {
    command: { type: 'agent-joined', sender: agent },
    onDesk: (chat, state) =>
      withAgent(withEntries(chat, { kind: 'event', text: `${agent} joined`, ...state }), agent),
  };
}

function saying({ text, agent, messageId, retry, isAutomatic = false }: Said): AgentCommand {
  return {
    command: { type: 'message', message: text, sender: agent, ...(isAutomatic && { isAutomatic }) },
    ...(messageId === undefined ? {} : { id: messageId }),
    ...(retry === undefined ? {} : { retry }),
    onDesk(chat, state) {
      if (chat.entries.some(({ id }) => id === state.id)) return chat;
      const said = withEntries(chat, {
        kind: 'message',
        from: 'agent',
        sender: agent,
        text,
        ...(isAutomatic && { isAutomatic }),
        ...state,
      });
      return chat.status === 'queued' && !isAutomatic ? withAgent(said, agent) : said;
    },
  };
}

function leaving(agent: string): AgentCommand {
  return {
    command: { type: 'agent-left', sender: agent },
    onDesk(chat, state) {
      const { agentName: _, ...left } = withEntries(chat, { kind: 'event', text: `${agent} left`, ...state });
      return chat.status === 'ended' ? { ...chat, ...left } : { ...left, status: 'queued' };
    },
  };
}

function transferring(from: string, to: string): AgentCommand {
  return {
    command: { type: 'agent-transferred', sender: to },
    onDesk(chat, state) {
      const text = `${from} transferred the conversation to ${to}`;
      return withAgent(withEntries(chat, { kind: 'event', text, ...state }), to);
    },
  };
}

function queueing(position: number, estimatedWaitSeconds?: number): AgentCommand {
  const wait = estimatedWaitSeconds === undefined ? {} : { estimatedWaitSeconds };
  return {
    command: { type: 'queue-position', queuePosition: position, ...wait },
    onDesk: (chat, state) =>
      withEntries(chat, { kind: 'event', text: `Number ${position} in the queue`, ...state }),
  };
}

function ending(agent: string, end: { readonly reason?: string; readonly message?: string }): AgentCommand {
  return {
    command: { type: 'session-ended', ...end },
    onDesk: (chat, state) =>
      asEnded(chat, {
        reason: end.reason ?? 'agent',
        by: 'agent',
        entry: { kind: 'event', text: `${agent} ended the conversation`, ...state },
      }),
  };
}

/** An ended chat stays as it is: an agent who is late does not open it again. */
function withAgent(chat: ChatRecord, agentName: string): ChatRecord {
  return chat.status === 'ended' ? chat : { ...chat, status: 'active', agentName };
}
