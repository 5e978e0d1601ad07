import type { Addressed, Payload } from '../callbacks/agent-action.ts';
import { choicesIn, type DynamicsChoices } from './choices.ts';
import { agentId, CHANNEL_ID } from './ids.ts';

/** The activities that Dynamics posts, in the form of the documentation's samples: without id, without time. */

export function activityFor({
  chatId,
  messageId,
  act,
  chat,
  choices: given,
}: Addressed): Payload | undefined {
  const choices = choicesIn(given);
  const conversation = { id: chatId };
  switch (act.type) {
    case 'message':
      return finished({ ...wordsOf(act), conversation }, messageId, choices);
    case 'typing':
      return { type: 'typing', channelId: 'MessagingApi', conversation, recipient: { id: chatId } };
    case 'queue-position':
      return undefined;
    default: {
      const name = eventName(act, chat?.agentName === undefined);
      const isWho = act.type === 'session-ended' && name === 'AgentClosed';
      const from = isWho ? { from: { id: agentId(chat?.agentName ?? 'Dana') } } : {};
      return finished({ ...eventOf(name, choices), ...from, conversation }, messageId, choices);
    }
  }
}

/** What no agent does. */
export const outOfHours = (chatId: string): Payload => ({
  ...eventOf('OutOfOperatingHoursDueToNonWorkingHours', choicesIn()),
  conversation: { id: chatId },
});

export const accepted = (chatId: string): Payload => ({
  ...eventOf('AgentAccepted', choicesIn()),
  conversation: { id: chatId },
});

type Event = Exclude<Addressed['act'], { readonly type: 'message' | 'typing' | 'queue-position' }>;

function eventName(act: Event, isAlone: boolean): string {
  switch (act.type) {
    case 'agent-joined':
      return 'AgentAccepted';
    case 'agent-left':
      return 'AgentDisconnected';
    case 'agent-transferred':
      return 'TransferAgentAcceptSession';
    case 'session-ended':
      if (act.reason === 'closed') return 'OutOfOperatingHoursDueToNonWorkingHours';
      // The waiting state and the timer end a conversation without an agent.
      return isAlone ? 'ConversationClosed' : 'AgentClosed';
  }
}

const eventOf = (name: string, { eventsAs }: DynamicsChoices) => ({
  type: eventsAs,
  channelId: CHANNEL_ID,
  text: `EventName: **_${name}_**`,
  name,
});

type Words = Extract<Addressed['act'], { readonly type: 'message' }>;

/** An automatic message has no sender, and is marked as the page of messages has it. */
const wordsOf = ({ message, sender, isAutomatic }: Words): Payload => ({
  type: 'message',
  channelId: CHANNEL_ID,
  ...(isAutomatic
    ? { channelData: { 'messagingapi-oc': { type: 'AutomatedMessage' } } }
    : { from: { id: agentId(sender), name: sender } }),
  textFormat: 'markdown',
  text: markdownOf(message),
});

function finished(activity: Payload, messageId: string, { callbackIds, isOdd }: DynamicsChoices): Payload {
  return {
    ...activity,
    ...(callbackIds === 'id' && { id: messageId }),
    ...(callbackIds === 'channelData' && { channelData: { ...Object(activity.channelData), messageId } }),
    ...(isOdd && { locale: null, attachments: null, recipient: null, speak: null }),
  };
}

/** What an agent has typed, with all that Markdown would take for a mark escaped. */
export const markdownOf = (text: string): string =>
  text
    .replace(/[\\`*_~[\]#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
