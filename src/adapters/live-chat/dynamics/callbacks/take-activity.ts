import { type Clock, pause } from '../../../../application/ports/clock.ts';
import type {
  AgentStatus,
  LiveChatAnswer,
  RecordAgentStatus,
  RelayAgentMessage,
} from '../../../../application/ports/inbound.ts';
import { type LiveChatId, messageId } from '../../../../domain/ids.ts';
import { isOurs } from '../own-id.ts';
import type { Activity } from '../wire.ts';
import { agentNameOf, eventNameOf, isAutomatic, shownText } from './agent-words.ts';
import { broughtId, firstIdOf, idOfContent } from './callback-ids.ts';
import { statusOfEvent } from './event-names.ts';
import { relayUnnamed } from './relay-unnamed.ts';
import type { WordLooks } from './word-looks.ts';

export interface CallbackParts {
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly looks: WordLooks;
  readonly clock: Clock;
}

/** `ignored`: it means nothing to the customer. */
export type Taken = LiveChatAnswer | 'ignored';

interface Callback {
  readonly conversation: LiveChatId;
  readonly activity: Activity;
}

/** What an activity of Dynamics does. `name` decides before the type does, since events come as messages too. */
export async function takeActivity(parts: CallbackParts, callback: Callback): Promise<Taken> {
  const { activity } = callback;
  const event = eventNameOf(activity);
  if (event !== undefined) return report(parts, callback, statusOfEvent(event));
  if (isOurs(activity)) return 'ignored';
  switch (activity.type.toLowerCase()) {
    case 'typing':
      return report(parts, callback, { type: 'typing' });
    case 'endofconversation':
      return report(parts, callback, { type: 'ended' });
    case 'message':
      return relay(parts, callback);
    default:
      return 'ignored';
  }
}

/** What comes to a session that is over already tells nothing new: Dynamics tells an end by several events. */
async function report(
  { recordAgentStatus, clock }: CallbackParts,
  { conversation, activity }: Callback,
  status: AgentStatus | undefined,
): Promise<Taken> {
  if (status === undefined) return 'ignored';
  const { name, type, timestamp, from } = activity;
  const content = { isTyping: status.type === 'typing', parts: [type, name, timestamp, from?.id] };
  const id = broughtId(activity) ?? idOfContent(content, clock.now());
  const answer = await recordAgentStatus({
    of: { liveChatId: conversation },
    messageId: messageId(id),
    status: withName(status, agentNameOf(activity)),
  });
  return answer === 'ended' ? 'ignored' : answer;
}

function withName(status: AgentStatus, agentName: string | undefined): AgentStatus {
  const takesName = status.type === 'joined' || status.type === 'left' || status.type === 'transferred';
  return takesName && agentName !== undefined ? { ...status, agentName } : status;
}

async function relay(parts: CallbackParts, { conversation, activity }: Callback): Promise<Taken> {
  const { relayAgentMessage, looks, clock } = parts;
  const text = shownText(activity);
  if (text.trim() === '') return 'ignored';
  const agentName = agentNameOf(activity);
  const relayAs = (id: string) =>
    relayAgentMessage({
      of: { liveChatId: conversation },
      messageId: messageId(id),
      text,
      ...(agentName !== undefined && { agentName }),
      ...(isAutomatic(activity) && { isAutomatic: true }),
    });
  const own = broughtId(activity);
  if (own !== undefined) return relayAs(own);
  const words = { conversation, text, from: activity.from };
  const firstId = firstIdOf(text);
  return relayUnnamed({
    firstId,
    async relayAs(id) {
      const answer = await relayAs(id);
      if (id === firstId && answer === 'accepted') looks.noteFirst(words);
      return answer;
    },
    look: () => looks.find(words),
    wasJustRelayed: () => looks.wasJustFirst(words),
    otherwise: () => idOfContent({ parts: [text, activity.timestamp, activity.from?.id] }, clock.now()),
    pause: (ms) => pause(clock, ms),
  });
}
