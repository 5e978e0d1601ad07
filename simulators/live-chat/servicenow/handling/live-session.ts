import { randomUUID } from 'node:crypto';
import type { ChatRecord, Entry } from '../../chats/chat-record.ts';
import type { Chosen } from '../choices.ts';
import { action, type Item, spinner, sysId } from '../wire/items.ts';
import { listed, type Spoken, textOf } from '../wire/wire.ts';
import type { Conversation } from './conversations.ts';

/** What a conversation is when agents get it: what was said before, the first words, and what is known beside them. */
export function openingOf(
  request: Spoken,
  customerName: string,
  autoJoin: boolean,
): Pick<ChatRecord, 'status' | 'agentName' | 'context' | 'entries'> {
  const context = contextOf(request);
  return {
    ...(autoJoin ? { status: 'active', agentName: 'Dana' } : { status: 'queued' }),
    ...(context && { context }),
    entries: [...earlier(request, customerName), ...wordsOf(request, customerName)],
  };
}

/** Variables that steer the instance, and that no agent sees. */
const steering = new Set(['live_agent_only', 'b2b_category', 'topic', 'requester_session_language']);

function contextOf({ contextVariables }: Spoken): Readonly<Record<string, unknown>> | undefined {
  const seen = Object.entries(contextVariables ?? {}).filter(([name]) => !steering.has(name));
  return seen.length === 0 ? undefined : Object.fromEntries(seen);
}

/** What the bot before had said. */
export function earlier({ history }: Spoken, customerName: string): readonly Entry[] {
  return listed(history).map(({ value, isBotMessage, displayName, timestamp }) => ({
    kind: 'message',
    id: `earlier_${randomUUID()}`,
    from: isBotMessage ? 'copilot' : 'customer',
    sender: displayName ?? (isBotMessage ? 'Bot' : customerName),
    text: value,
    at: new Date(Number(timestamp ?? Date.now())).toISOString(),
    earlier: true,
  }));
}

/**
 * The words and files of a request, as an agent sees them. What a client says of its own is told apart here by what it sends along;
 * an instance without a script for it shows that as the person's.
 */
export function wordsOf(request: Spoken, customerName: string): readonly Entry[] {
  const files = listed(request.message?.attachment).map(({ fileName, url }) => `${fileName}: ${url}`);
  const texts = [textOf(request), ...files].filter((text) => text !== '');
  const id = request.message?.clientMessageId ?? request.requestId;
  const isNotice = request.clientVariables?.kind === 'notice';
  return texts.map((text, index) => ({
    kind: 'message',
    id: index === 0 ? id : `${id}.${index}`,
    from: isNotice ? 'notice' : 'customer',
    sender: isNotice ? 'Handoff Bridge' : customerName,
    text,
    at: new Date().toISOString(),
  }));
}

/** What tells a client that its person waits for an agent, with what it need not know. */
export function queueItems({ record, details }: Conversation, choices: Chosen): readonly Item[] {
  const { conversationId = '' } = details;
  const messageId = (of: string) => sysId(record.id, conversationId, of);
  return [
    action('StartConversation', { conversationId, messageId: messageId('start') }),
    action('DynamicLoader', { messageId: messageId('loader') }),
    action('SubscribeToSupportQueue', {
      supportQueue: '{@type=InteractionQueue, external=false, type=interaction}',
      messageId: messageId('queue'),
    }),
    spinner(messageId('spinner'), choices),
    action('SubscribeToChatPresence', {
      channel: `/sn/rp/sys_cs_conversation/${conversationId}`,
      chatSessionId: conversationId,
      messageId: messageId('presence'),
    }),
    action('ChatSubHeader', { messageId: messageId('header') }),
  ];
}
