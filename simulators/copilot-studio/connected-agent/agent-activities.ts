import { randomUUID } from 'node:crypto';
import type { Activity } from '../../teams/activity.ts';
import type { ConversationRecord } from '../conversation.ts';
import type { ConnectionHabits } from './habits.ts';

interface AgentActivityOptions {
  readonly habits: ConnectionHabits;
  /** The agent's app. */
  readonly agentClientId: string;
  /** A new callback for a turn of the conversation. */
  readonly callback: (idAtAgent: string) => string;
  /** How many earlier messages of the customer come along. */
  readonly pastMessages: number;
}

/** The activities with which a connected agent is called. */
export interface AgentActivities {
  message(conversation: ConversationRecord, text: string): Activity;
  custom(conversation: ConversationRecord, overrides: Readonly<Record<string, unknown>>): Activity;
}

/** The conversation's id as the agent is told it. */
export const idAtAgent = ({ conversationId, ownId }: ConversationRecord): string => ownId ?? conversationId;

export function agentActivities(options: AgentActivityOptions): AgentActivities {
  const message: AgentActivities['message'] = (conversation, text) => ({
    ...envelopeOf(conversation, options),
    type: 'message',
    text,
    ...historyIn(conversation, options),
  });
  return {
    message,
    custom: (conversation, overrides) => ({
      ...((overrides.type ?? 'message') === 'message'
        ? message(conversation, 'Hello')
        : { ...envelopeOf(conversation, options), type: 'event' }),
      ...overrides,
    }),
  };
}

function envelopeOf(conversation: ConversationRecord, options: AgentActivityOptions) {
  const { customer } = conversation;
  const { role, channelId, hasAadObjectId, deliveryMode } = options.habits;
  const { aadObjectId, ...known } = customer;
  const id = idAtAgent(conversation);
  return {
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    ...(channelId !== undefined && { channelId }),
    serviceUrl: options.callback(id),
    conversation: { id },
    from: { ...known, ...(hasAadObjectId && { aadObjectId }), role: 'user' },
    recipient: { id: options.agentClientId, role },
    ...(deliveryMode !== undefined && { deliveryMode }),
  };
}

/** What was said before this turn, in the place where it comes along; the form is a guess. */
function historyIn({ transcript }: ConversationRecord, { habits, pastMessages }: AgentActivityOptions) {
  if (habits.history === 'nowhere' || pastMessages === 0) return {};
  const begins = transcript
    .flatMap(({ from }, index) => (from === 'customer' ? [index] : []))
    .slice(-pastMessages)[0];
  const history = transcript
    .slice(begins ?? transcript.length)
    .map(({ from, text }) => ({ role: from === 'customer' ? 'user' : 'assistant', content: text }));
  return { [habits.history]: { conversationHistory: history } };
}
