import type {
  LiveChat,
  LiveChatAttempt,
  LiveChatCapabilities,
  LiveChatMessage,
  LiveChatStart,
  StartOutcome,
} from '../../../application/ports/live-chat.ts';
import type { Opening } from '../../../domain/handoff-session.ts';
import { oneLine } from '../../../domain/plain-text.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { CallApi } from './api.ts';
import type { AskAvailability } from './availability.ts';
import { contextItems, startMessage } from './briefing.ts';
import type { ListMessages } from './messages.ts';
import { endDelivery, lookOutcome, sayDelivery, startOutcome } from './outcomes.ts';
import { since, wasSaid } from './was-said.ts';
import {
  type AvailabilityAnswer,
  type CreateBody,
  longestCustomerField,
  longestText,
  type OutboundActivity,
  ownChannelData,
} from './wire.ts';

export interface DynamicsClientParts {
  readonly channelId: string;
  readonly call: CallApi;
  readonly list: ListMessages;
  /** Absent where availability is not asked for. */
  readonly availability?: {
    readonly ask: AskAvailability;
    readonly refusesWithoutAgents: boolean;
  };
}

export const dynamicsCapabilities: LiveChatCapabilities = {
  startCarries: ['problem', 'context'],
  needsFirstWords: false,
  startIsRepeatable: true,
  sayIsRepeatable: true,
  afterEnd: 'refuses',
  typing: true,
};

const timeoutMs = 10_000;
/** A look before a repeat, and a sign of typing, have less. */
const shortTimeoutMs = 5_000;
/** What the agent sees as the one who types: the port has no name there. */
const typist = 'Customer';

/** Dynamics 365 Contact Center by a custom messaging channel. Nothing is kept here: what a repeat has to know, Dynamics is asked. */
export function dynamicsLiveChat(parts: DynamicsClientParts): LiveChat {
  const { channelId, call, list } = parts;
  const post = (route: string, activity: OutboundActivity) =>
    call({
      route,
      path: `/conversation/${encodeURIComponent(activity.conversation.id)}`,
      body: activity,
      ...(activity.type === 'message' && { message: activity.id }),
      timeoutMs: activity.type === 'typing' ? shortTimeoutMs : timeoutMs,
    });
  return {
    id: 'dynamics',
    capabilities: dynamicsCapabilities,
    split: (text) => splitText(text, longestText, eachUnit),
    start: (start, attempt) => open(parts, start, attempt),
    async say(message, attempt) {
      if (attempt.mayHaveArrived) {
        const { liveChatId: conversation, at } = message;
        const looked = await list({ conversation, since: since(at), timeoutMs: shortTimeoutMs });
        if ('failed' in looked) return lookOutcome(looked.failed);
        if (wasSaid(message, attempt.key, looked.messages)) return { outcome: 'delivered' };
      }
      return sayDelivery(await post('say', messageOf(message, attempt, channelId)));
    },
    async typing({ liveChatId: id }) {
      await post('typing', { type: 'typing', channelId, from: { name: typist }, conversation: { id } });
    },
    end: async ({ liveChatId: id }) =>
      endDelivery(await post('end', { type: 'endOfConversation', channelId, conversation: { id } })),
  };
}

/** The open conversation of a `customerid` is given again: so a session has one of its own, and a repeat opens no other. */
async function open(
  { call, availability }: DynamicsClientParts,
  start: LiveChatStart,
  { key, mayHaveArrived }: LiveChatAttempt,
): Promise<StartOutcome> {
  const context = contextItems(start.context);
  // A conversation that may be open already is not refused, since it would stay open.
  const asked = mayHaveArrived ? undefined : (await availability?.ask(context))?.answer;
  if (asked?.isqueueavailable === false) return { outcome: 'rejected', cause: 'closed' };
  if (asked?.isagentavailable === false && availability?.refusesWithoutAgents)
    return { outcome: 'rejected', cause: 'no-agents' };
  const body = createBody(start, context, key);
  const result = await call({ route: 'create', path: '/conversation/create', body, message: key, timeoutMs });
  return startOutcome(result, openingOf(asked));
}

function createBody(
  { sessionId, customer, problem }: LiveChatStart,
  context: NonNullable<CreateBody['conversationcontext']>,
  key: string,
): CreateBody {
  const name = oneLine(customer.name, longestCustomerField);
  return {
    customercontext: { customerid: sessionId, preferredname: name },
    ...(Object.keys(context).length > 0 && { conversationcontext: context }),
    conversationrequestid: key,
    ...(problem !== undefined && { startmessage: { message: startMessage(problem), displayname: name } }),
    // The copilot was spoken to already.
    skipdeflectionbot: true,
  };
}

function openingOf({
  positioninqueue = 0,
  averagewaittimeinseconds,
}: Partial<AvailabilityAnswer> = {}): Opening {
  return {
    as: 'queued',
    ...(positioninqueue > 0 && { queuePosition: positioninqueue }),
    ...(averagewaittimeinseconds !== undefined && { estimatedWaitSeconds: averagewaittimeinseconds }),
  };
}

function messageOf(
  { sessionId, liveChatId: id, text, sender, kind }: LiveChatMessage,
  { key }: LiveChatAttempt,
  channelId: string,
): OutboundActivity {
  return {
    type: 'message',
    id: key,
    channelId,
    from: { id: sessionId, name: sender },
    conversation: { id },
    text,
    channelData: {
      [ownChannelData]: { id: key },
      ...(kind === 'notice' && { 'messagingapi-oc': { type: 'AutomatedMessage' } }),
    },
  };
}
