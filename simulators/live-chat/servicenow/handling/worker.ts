import { randomUUID } from 'node:crypto';
import { asEnded, type ChatRecord, withEntries } from '../../chats/chat-record.ts';
import { endedText } from '../../chats/ended-text.ts';
import { action, sysId } from '../wire/items.ts';
import { failure, type Request, type Spoken } from '../wire/wire.ts';
import { askForAgent, openChat, sayToAgent } from './agent-requests.ts';
import type { Conversation } from './conversations.ts';
import { earlier } from './live-session.ts';
import { update } from './message-updates.ts';
import { ended, fault, greeting, type Reply, replyTo, topicQuestion } from './virtual-agent.ts';
import type { Handled, Work } from './work.ts';

export function handle(work: Work, request: Request): Handled {
  if (request.action === 'UPDATE_MESSAGES')
    return { answer: update(request, work.options.registry, work.choices()) };
  return work.options.refusal() === 'unavailable' && request.action === 'AGENT'
    ? { answer: failure('Request not processed', 'The service is not available') }
    : converse(work, request);
}

function converse(work: Work, request: Spoken): Handled {
  const conversation = work.known.of(request);
  switch (request.action) {
    case 'AGENT':
      return askForAgent(work, conversation, request);
    case 'END_CONVERSATION':
      return end(work, conversation, 'customer');
    case 'FAULT_CONVERSATION':
      return end(work, conversation, 'failed');
    case 'TYPING':
      return noteTyping(work, conversation);
    case 'VIEWING':
    case 'SET_USER_TIMEZONE':
      return {};
    case 'SEND_HISTORY':
      return addHistory(work, conversation, request);
    case 'CREATE_CONVERSATION':
      return create(work, conversation, request);
    case 'START_CREATED_CONVERSATION':
      return conversation.details.conversationId === undefined || conversation.isLive
        ? answerAs(work, conversation, { request, reply: greeting })
        : openChat(work, conversation, request);
    case 'START_CONVERSATION':
      return answerAs(work, conversation, { request, reply: greeting });
    case 'SWITCH':
      return answerAs(work, conversation, { request, reply: topicQuestion });
    case null:
    case undefined:
      return conversation.isLive
        ? sayToAgent(work, conversation, request)
        : answerAs(work, conversation, { request, reply: replyTo(request) });
  }
}

interface Answering {
  readonly request: Spoken;
  readonly reply: Reply;
}

/** The Virtual Agent answers. Where an agent was before, the desk sees that it was woken. */
function answerAs(work: Work, conversation: Conversation, { request, reply }: Answering): Handled {
  const { options, known, tell } = work;
  const { record, details } = conversation;
  if (details.virtualAgent === 'asleep' && reply.next === 'awake')
    options.registry.change(record.id, (chat) => noted(chat, 'Words after the end woke the Virtual Agent'));
  const after = known.change(conversation, { virtualAgent: reply.next === 'awake' ? 'awake' : 'asleep' });
  const handled = tell(after, reply, request.syncResponse === true);
  return reply.next === 'agent' ? openChat(work, after, request) : handled;
}

function end({ options, known, tell }: Work, conversation: Conversation, reason: string): Handled {
  const { record, isLive } = conversation;
  const entry = eventOf(endedText(reason));
  if (isLive)
    options.registry.change(record.id, (chat) => asEnded(chat, { reason, by: 'other-side', entry }));
  const after = known.change(conversation, { virtualAgent: 'asleep' });
  if (reason === 'failed') return tell(after, fault);
  return tell(after, { body: [ended], isCompleted: isLive });
}

function noteTyping({ options }: Work, { record }: Conversation): Handled {
  options.registry.change(record.id, (chat) => ({ ...chat, customerTypedAt: new Date().toISOString() }));
  return {};
}

/** Only agents see it, so without any there is nothing to add it to. */
function addHistory({ options }: Work, { record }: Conversation, request: Spoken): Handled {
  options.registry.change(record.id, (chat) => ({
    ...chat,
    entries: [...earlier(request, chat.customerName), ...chat.entries],
  }));
  return {};
}

function create({ known, tell }: Work, conversation: Conversation, request: Spoken): Handled {
  const { requestId } = request;
  const interactionId = sysId('interaction', requestId);
  const conversationId = sysId('conversation', requestId);
  const created = known.change(conversation, { interactionId, conversationId });
  const messageId = sysId('created', requestId);
  const item = action('CreateConversation', { conversationId, interactionId, messageId });
  return tell(created, { body: [item] }, request.syncResponse === true);
}

const noted = (chat: ChatRecord, text: string): ChatRecord => withEntries(chat, eventOf(text));

const eventOf = (text: string) =>
  ({ kind: 'event', id: `evt_${randomUUID()}`, text, at: new Date().toISOString() }) as const;
