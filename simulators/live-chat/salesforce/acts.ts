import { createHash } from 'node:crypto';
import type { Addressed, Payload } from '../callbacks/agent-action.ts';
import { choicesIn } from './choices.ts';
import { CHANNEL, type Unplaced } from './kept.ts';

/** The same name has the same id, as an agent has. */
const agentId = (name: string): string =>
  `005xx${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;

const agent = (name: string) =>
  ({ senderDisplayName: name, sender: { appType: 'agent', subject: agentId(name), role: 'Agent' } }) as const;
const system = {
  senderDisplayName: 'System',
  sender: { appType: 'conversation', subject: 'conversation', role: 'System' },
} as const;
const bot = {
  senderDisplayName: 'Greeter',
  sender: { appType: 'chatbot', subject: '0Xxxx0000000001', role: 'Chatbot' },
} as const;
const router = {
  senderDisplayName: 'Router',
  sender: { appType: 'conversation', subject: 'router', role: 'Router' },
} as const;

/** What an act at the desk is on the stream; one act may be several entries. */
export function payloadOf({ chat, chatId, messageId, act, choices = {} }: Addressed): Payload {
  const of = { chatId, messageId, before: chat?.agentName, splits: choicesIn(choices).splitsTransfers };
  return { entries: entriesOf(act, of), choices };
}

interface Of {
  readonly chatId: string;
  readonly messageId: string;
  /** Who served the customer before. */
  readonly before: string | undefined;
  readonly splits: boolean;
}

function entriesOf(act: Addressed['act'], { chatId, messageId, before, splits }: Of): readonly Unplaced[] {
  switch (act.type) {
    case 'message':
      return [
        {
          ...(act.isAutomatic ? bot : agent(act.sender)),
          ...textMessage(act.message, messageId),
          identifier: messageId,
        },
      ];
    case 'typing':
      return [
        {
          ...agent(act.sender ?? before ?? 'Dana'),
          event: 'CONVERSATION_TYPING_STARTED_INDICATOR',
          entryType: 'TypingStartedIndicator',
          payload: {},
        },
      ];
    case 'agent-joined':
      return [changed([['add', act.sender]]), sessionStatus(chatId, 'Active', 'Waiting')];
    case 'agent-left':
      return [changed([['remove', act.sender]])];
    case 'agent-transferred': {
      const added = ['add', act.sender] as const;
      const removed = ['remove', before ?? 'Dana'] as const;
      return [
        routing('Transfer', 'None'),
        ...(splits ? [changed([removed]), changed([added])] : [changed([added, removed])]),
      ];
    }
    case 'queue-position':
      return [
        ...(act.estimatedWaitSeconds === undefined
          ? []
          : [routing('Initial', 'None', act.estimatedWaitSeconds)]),
        {
          ...router,
          event: 'CONVERSATION_QUEUE_POSITION',
          entryType: 'QueuePosition',
          payload: { position: act.queuePosition },
        },
      ];
    case 'session-ended':
      if (act.reason === 'no-agents') return [routing('Initial', 'RoutingError')];
      return [sessionStatus(chatId, act.reason === 'failed' ? 'Error' : 'Ended', 'Active')];
  }
}

/** A message of text; `id` is the message's own. */
export const textMessage = (text: string, id: string) => ({
  event: 'CONVERSATION_MESSAGE',
  entryType: 'Message',
  payload: {
    abstractMessage: {
      messageType: 'StaticContentMessage',
      id,
      staticContent: { formatType: 'Text', text },
    },
  },
});

const changed = (changes: readonly (readonly [operation: 'add' | 'remove', name: string])[]): Unplaced => ({
  ...system,
  event: 'CONVERSATION_PARTICIPANT_CHANGED',
  entryType: 'ParticipantChanged',
  payload: {
    entries: changes.map(([operation, name]) => ({
      operation,
      displayName: name,
      participant: agent(name).sender,
    })),
  },
});

export const routing = (routingType: string, failureType: string, waitSeconds?: number): Unplaced => ({
  ...router,
  event: 'CONVERSATION_ROUTING_RESULT',
  entryType: 'RoutingResult',
  payload: {
    routingType,
    failureType,
    errorMessages: failureType === 'None' ? [] : ['No agent could be found.'],
    ...(failureType !== 'None' && { failureReason: 'NoAgents' }),
    ...(waitSeconds !== undefined && {
      estimatedWaitTime: { estimatedWaitTimeInSeconds: waitSeconds, isEWTRequested: true },
    }),
  },
});

export const sessionStatus = (chatId: string, status: string, before: string): Unplaced => ({
  ...system,
  event: 'CONVERSATION_SESSION_STATUS_CHANGED',
  entryType: 'SessionStatusChanged',
  payload: {
    sessionId: `0Mwxx${createHash('sha256').update(chatId).digest('hex').slice(0, 10)}`,
    channelAddressIdentifier: CHANNEL,
    conversationIdentifier: chatId,
    sessionStatus: status,
    sessionStatusPrev: before,
    sessionStartTime: Date.now(),
    ...(status === 'Ended' && { sessionEndTime: Date.now(), sessionEndedByRole: 'Agent' }),
  },
});
