import type { Entra } from '../entra/entra.ts';
import type { Solution } from '../solution/solution.ts';
import type { Activity } from '../teams/activity.ts';
import { createLanes } from '../teams/lanes.ts';
import { accessTokens } from './access-tokens.ts';
import type { CallbackArrival } from './connected-agent/callback-routes.ts';
import { type Connection, connectAgent } from './connected-agent/connection.ts';
import type { ConnectionHabits } from './connected-agent/habits.ts';
import {
  type Conversation,
  type ConversationRecord,
  type ConversationStore,
  conversationStore,
  newConversationRecord,
  remember,
} from './conversation.ts';
import type { DirectChats } from './direct-connect/direct-chats.ts';
import { createOutside, type Outside } from './outside.ts';
import { replyTaker } from './replies.ts';
import { type SkillActivities, skillActivities } from './skill-activities.ts';
import { createSkillLine, type SkillCall, type SkillLine } from './skill-line.ts';
import { speech } from './speech.ts';
import { createTopics, type Topics } from './topics.ts';

export interface CopilotOptions {
  readonly entra: Entra;
  readonly tenantId: string;
  readonly copilotApp: { readonly clientId: string; readonly clientSecret: string };
  readonly copilotName: string;
  readonly skillClientId: string;
  /** Whose topics are played. */
  readonly solution: Solution;
  readonly expectReplies: boolean;
  /** The skill is called as a connected agent instead, with tokens of this app. */
  readonly connection?: {
    readonly app: { readonly clientId: string; readonly clientSecret: string };
    readonly habits: ConnectionHabits;
    /** Whose orchestrator it is, where other customers' copilot calls a skill. */
    readonly among?: {
      readonly solution: Solution;
      isFor(conversation: ConversationRecord): boolean;
    };
  };
  readonly skillUrl: () => string | undefined;
  readonly skillTimeoutMs: number;
  /** Where the skill replies. */
  readonly serviceUrl: () => string;
  readonly teamsServiceUrl: string;
  readonly restored?: readonly ConversationRecord[];
  readonly changed?: () => void;
  /** Hears of a topic that could not go on, and of what went wrong outside of a turn. */
  readonly reported?: (problem: unknown) => void;
  readonly stopping: AbortSignal;
}

/** The copilot itself: what it hears, how it calls its skill, what it does with replies. */
export interface Copilot {
  readonly conversations: ConversationStore;
  readonly activities: SkillActivities;
  readonly line: SkillLine;
  /** Undefined for a copilot that calls a skill. */
  readonly connection: Connection | undefined;
  /** The same for one customer. */
  connectionFor(conversation: ConversationRecord): Connection | undefined;
  readonly skillCalls: readonly SkillCall[];
  readonly problems: readonly unknown[];
  readonly outside: Outside;
  skillToken(): Promise<string>;
  takeActivity(activity: Activity): Promise<void>;
  replied(conversationId: string, replyTo: string | undefined, reply: Activity): Promise<void>;
}

interface Around {
  readonly directChats: DirectChats;
  readonly arrived: (arrival: CallbackArrival & { readonly replyTo: string | undefined }) => void;
  /** A status with which the next activity at a callback is refused. */
  readonly nextRefusal: () => number | undefined;
}

export function createCopilot(options: CopilotOptions, around: Around): Copilot {
  const { copilotApp, skillClientId, entra, tenantId, stopping, teamsServiceUrl } = options;
  const copilot = { clientId: copilotApp.clientId, name: options.copilotName };
  const conversations = conversationStore(options.restored ?? [], options.changed ?? (() => undefined));
  const skillCalls: SkillCall[] = [];
  const problems: unknown[] = [];
  const inOrder = createLanes();
  const token = accessTokens({ entra, tenantId, app: copilotApp });
  const skillToken = () => token(`${skillClientId}/.default`);
  const outside = createOutside();
  const speak = around.directChats.besides(speech({ copilot, token, stopping }));
  const activities = skillActivities({ ...options, copilot });
  const onCall = (call: SkillCall): void => void skillCalls.push(call);
  const line = createSkillLine({
    skillUrl: options.skillUrl,
    token: skillToken,
    timeoutMs: options.skillTimeoutMs,
    stopping,
    replied: (conversationId, sent, reply) => takeReply(conversationId, sent, reply),
    onCall,
  });
  const report = (problem: unknown): void => {
    problems.push(problem);
    options.reported?.(problem);
  };
  const say = async (conversation: Conversation, text: string): Promise<void> => {
    await speak(conversation.record, { type: 'message', text });
    remember(conversation, 'copilot', text);
  };
  const topicsOf = (solution: Solution) =>
    createTopics({
      solution,
      outside: outside.answer,
      report,
      activities,
      say,
      callSkill: (conversation, activity) => line.call(conversation.record.conversationId, activity),
    });
  const topics = topicsOf(options.solution);
  const takeReply = replyTaker({
    ...{ speak, topics, inOrder, teamsServiceUrl },
    conversationOf: conversations.find,
    failed: report,
  });
  const connected = connections(options, { ...around, conversations, speak, say, onCall, topicsOf });
  const takeActivity = async (activity: Activity): Promise<void> => {
    if (activity.type !== 'message') return;
    const known = conversations.find(activity.conversation?.id ?? '');
    const conversation = known ?? conversations.store(firstSeen(activity, teamsServiceUrl));
    await inOrder(conversation.record.conversationId, () =>
      (connected.connectionFor(conversation.record) ?? topics).heard(conversation, activity.text ?? ''),
    );
  };
  const replied: Copilot['replied'] = (id, replyTo, reply) => takeReply(id, line.sent(id, replyTo), reply);
  return {
    ...{ conversations, activities, line, ...connected, skillCalls, problems, outside },
    ...{ skillToken, takeActivity, replied },
  };
}

interface Shared
  extends Pick<
    Parameters<typeof connectAgent>[0],
    'conversations' | 'speak' | 'say' | 'onCall' | 'arrived' | 'nextRefusal'
  > {
  readonly topicsOf: (solution: Solution) => Topics;
}

function connections(options: CopilotOptions, shared: Shared): Pick<Copilot, 'connection' | 'connectionFor'> {
  const among = options.connection?.among;
  const connection = connectionOf(options, shared);
  return {
    connection,
    connectionFor: (conversation) => (among?.isFor(conversation) === false ? undefined : connection),
  };
}

function connectionOf(options: CopilotOptions, { topicsOf, ...shared }: Shared): Connection | undefined {
  const { connection, entra, tenantId, skillClientId, stopping } = options;
  if (!connection) return undefined;
  const { app, habits, among } = connection;
  const solution = among?.solution ?? options.solution;
  const token = accessTokens({ entra, tenantId, app });
  const resource = habits.audience === 'id' ? skillClientId : `api://${skillClientId}`;
  return connectAgent({
    ...{ ...shared, habits, solution, stopping, agentClientId: skillClientId },
    topics: topicsOf(solution),
    agentUrl: options.skillUrl,
    token: () => token(`${resource}/.default`),
    timeoutMs: options.skillTimeoutMs,
    base: options.serviceUrl,
  });
}

function firstSeen(
  { from, conversation, serviceUrl, channelId }: Activity,
  teamsServiceUrl: string,
): ConversationRecord {
  const record = newConversationRecord(conversation?.id ?? '', serviceUrl ?? teamsServiceUrl);
  const { id, name, aadObjectId } = from ?? {};
  return {
    ...record,
    channelId: channelId ?? 'msteams',
    customer: { id: id ?? '', name: name ?? '', aadObjectId: aadObjectId ?? '' },
  };
}
