import { withEntries } from '../../chats/chat-record.ts';
import type { Told } from '../wire/envelope.ts';
import { action, botText } from '../wire/items.ts';
import { deskPayload } from '../wire/payload.ts';
import type { Spoken } from '../wire/wire.ts';
import type { Conversation } from './conversations.ts';
import { openingOf, queueItems, wordsOf } from './live-session.ts';
import { handingOn, misunderstanding } from './virtual-agent.ts';
import type { Handled, Work } from './work.ts';

/** `AGENT`: an agent is looked for, unless the Virtual Agent comes between or there is none. */
export function askForAgent(work: Work, conversation: Conversation, request: Spoken): Handled {
  const choices = work.choices();
  if (conversation.isLive) return again(work, conversation, request);
  const refusal = work.options.refusal();
  if (refusal !== undefined) return work.tell(conversation, refused(refusal === 'closed'));
  const isAgentOnly = String(request.contextVariables?.live_agent_only) === 'true';
  const hasTopics =
    choices.topicsFirst === 'always' || (choices.topicsFirst === 'without-live-agent-only' && !isAgentOnly);
  if (hasTopics && conversation.details.hasPickedTopics !== true) {
    const awake = work.known.change(conversation, { hasPickedTopics: true, virtualAgent: 'awake' });
    return work.tell(awake, misunderstanding);
  }
  if (!isAgentOnly) work.tell(conversation, handingOn);
  return openChat(work, conversation, request);
}

/** Opens it at the desk. The callback about that is the answer where the client waits for it. */
export function openChat(work: Work, conversation: Conversation, request: Spoken): Handled {
  const { options, known, choices } = work;
  const { customerName } = conversation.record;
  const awake = known.change(conversation, { virtualAgent: 'asleep' });
  const opened = known.offer(awake, openingOf(request, customerName, options.autoJoin));
  work.watchIdle();
  const queued: Told = { body: queueItems(opened, choices()), isAgentChat: true };
  const handled = work.tell(opened, queued, request.syncResponse === true);
  if (options.autoJoin) join(work, opened);
  return { ...handled, opened: opened.record.id };
}

function join({ options }: Work, { record }: Conversation): void {
  const joined = deskPayload({
    chat: record,
    chatId: record.id,
    messageId: `joined_${record.id}`,
    at: record.openedAt,
    act: { type: 'agent-joined', sender: record.agentName ?? 'Dana' },
    choices: options.choices(),
  });
  if (joined !== undefined) void options.tell(record, joined);
}

/** A second request while an agent is there or waited for: no document says what it does. */
function again(work: Work, conversation: Conversation, request: Spoken): Handled {
  const { repeatedStart } = work.choices();
  switch (repeatedStart) {
    case 'continues':
      return {};
    case 'says-again':
      return sayToAgent(work, conversation, request);
    case 'opens-another':
      return openChat(work, conversation, request);
  }
}

export function sayToAgent({ options }: Work, { record }: Conversation, request: Spoken): Handled {
  options.registry.change(record.id, (chat) => withEntries(chat, ...wordsOf(request, chat.customerName)));
  return {};
}

/** What a queue without agents, or outside its hours, comes to. Its sentences are the operator's own. */
const refused = (isClosed: boolean): Told => ({
  body: [
    botText(isClosed ? 'Our agents are not at work now.' : 'There are no agents available now.'),
    action('SwitchToVirtualAgent'),
  ],
  isCompleted: true,
});
