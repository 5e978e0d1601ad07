import type { Hono } from 'hono';
import type { Solution } from '../../solution/solution.ts';
import type { Activity } from '../../teams/activity.ts';
import { type Conversation, type ConversationStore, remember } from '../conversation.ts';
import { spoken } from '../replies.ts';
import { type CallOptions, createSkillLine, type SentActivity, type SkillCall } from '../skill-line.ts';
import type { Speak } from '../speech.ts';
import type { Topics } from '../topics.ts';
import { type AgentActivities, agentActivities, idAtAgent } from './agent-activities.ts';
import { type CallbackArrival, callbackRoutes } from './callback-routes.ts';
import { createCallbacks } from './callbacks.ts';
import type { ConnectionHabits } from './habits.ts';
import { createOrchestrator, type Deviation } from './orchestrator.ts';
import { readsAsEnd } from './reads.ts';

interface ConnectionOptions {
  readonly habits: ConnectionHabits;
  readonly solution: Solution;
  readonly agentClientId: string;
  readonly agentUrl: () => string | undefined;
  /** A token of the connection's app. */
  readonly token: () => Promise<string>;
  readonly timeoutMs: number;
  readonly stopping: AbortSignal;
  /** Base of the callbacks. */
  readonly base: () => string;
  readonly conversations: ConversationStore;
  readonly topics: Topics;
  readonly speak: Speak;
  readonly say: (conversation: Conversation, text: string) => Promise<void>;
  readonly onCall: (call: SkillCall) => void;
  /** Hears of what came to a callback, with the turn that it may be the answer to. */
  readonly arrived: (arrival: CallbackArrival & { readonly replyTo: string | undefined }) => void;
  readonly nextRefusal: () => number | undefined;
}

/** A copilot's connection to an agent that its orchestrator can give turns to. */
export interface Connection {
  readonly routes: Hono;
  readonly activities: AgentActivities;
  /** The customer's turn. */
  heard(conversation: Conversation, text: string): Promise<void>;
  call(conversationId: string, activity: Activity, options?: CallOptions): Promise<SkillCall>;
  plan(conversationId: string, deviation: Deviation): void;
  /** No callback of before takes anything more. */
  expireCallbacks(conversationId: string): void;
  loseAnswers(times: number): void;
}

/** Throws when the solution has no connected agent. */
export function connectAgent(options: ConnectionOptions): Connection {
  const { habits, solution, conversations, agentClientId } = options;
  const [agent] = solution.connectedAgents;
  if (!agent) throw new Error('The solution has no connected agent.');
  const callbacks = createCallbacks(options);
  const { pastMessages } = agent;
  const activities = agentActivities({ habits, agentClientId, callback: callbacks.grant, pastMessages });
  const take = answerTaker(options);
  const line = createSkillLine({
    skillUrl: options.agentUrl,
    token: options.token,
    timeoutMs: options.timeoutMs,
    stopping: options.stopping,
    replied: (conversationId, sent, reply) => take(conversations.find(conversationId), sent, reply),
    onCall: options.onCall,
  });
  const call: Connection['call'] = (conversationId, activity, how = {}) =>
    line.call(conversationId, activity, { ...how, headers: { ...callerHeader(habits), ...how.headers } });
  const orchestrator = createOrchestrator({
    ...options,
    agent,
    call: (conversation, words) => {
      if (habits.conversationId === 'of its own' && conversation.record.ownId === undefined)
        conversation.change({ ownId: crypto.randomUUID() });
      const { record } = conversation;
      return call(record.conversationId, activities.message(record, words));
    },
  });
  const openTurn = (id: string): SentActivity | undefined =>
    line.sent(conversations.findAtAgent(id)?.record.conversationId ?? id, undefined);
  return {
    ...{ activities, call, ...orchestrator, loseAnswers: line.loseAnswers },
    expireCallbacks: (conversationId) => {
      const record = conversations.find(conversationId)?.record;
      callbacks.expire(record ? idAtAgent(record) : conversationId);
    },
    routes: callbackRoutes({
      ...{ callbacks, habits, nextRefusal: options.nextRefusal },
      take: (id, activity) => take(conversations.findAtAgent(id), openTurn(id), activity),
      arrived: (arrival) =>
        options.arrived({ ...arrival, replyTo: arrival.idAtAgent && openTurn(arrival.idAtAgent)?.id }),
    }),
  };
}

const callerHeader = ({ hasHeader }: ConnectionHabits): Readonly<Record<string, string>> =>
  hasHeader ? { 'x-ms-agentsdk-caller': 'Connector' } : {};

type TakeAnswer = (
  conversation: Conversation | undefined,
  sent: SentActivity | undefined,
  reply: Activity,
) => Promise<void>;

/** Shows what the agent says, and reads in it whether the customer is still the agent's. */
function answerTaker({ speak, habits }: ConnectionOptions): TakeAnswer {
  const giveBack = (conversation: Conversation): void => {
    if (habits.routing === 'sticky') conversation.change({ isWithAgent: false });
  };
  return async (conversation, sent, reply) => {
    sent?.replies.push(reply);
    if (sent?.isAside || !conversation) return;
    if (reply.type === 'endOfConversation') giveBack(conversation);
    if (reply.type !== 'message' && reply.type !== 'typing') return;
    await speak(conversation.record, spoken(reply));
    const { text } = reply;
    if (reply.type !== 'message' || !text) return;
    remember(conversation, 'copilot', text);
    // What a human says stands behind a name, and decides nothing.
    if (!text.startsWith('**') && readsAsEnd(text)) giveBack(conversation);
  };
}
