import type { Hono } from 'hono';
import type { Value } from '../solution/power-fx/value.ts';
import type { Connection } from './connected-agent/connection.ts';
import type { Deviation } from './connected-agent/orchestrator.ts';
import {
  type Conversation,
  type ConversationRecord,
  newConversationRecord,
  release,
} from './conversation.ts';
import { type Copilot, type CopilotOptions, createCopilot } from './copilot.ts';
import { createDirectChats, type DirectChats } from './direct-connect/direct-chats.ts';
import { directRoutes } from './direct-connect/direct-routes.ts';
import { importSkill } from './import-skill.ts';
import { copilotStudioRoutes, type ReceivedReply } from './routes.ts';
import type { CallOptions, SkillCall } from './skill-line.ts';

export interface ConversationState {
  /** Who has the customer: the copilot, a question of it, or the skill. */
  readonly holder: { readonly status: 'copilot' | 'asking' | 'with-skill' };
  readonly isSkillActive: boolean;
  readonly variables: ConversationRecord['variables'];
}

export interface CopilotStudio {
  readonly app: Hono;
  /** Every delivery to the skill, in the order in which they ended. */
  readonly skillCalls: readonly SkillCall[];
  /** Every reply POSTed to the service URL or to a callback, refused ones too. */
  readonly received: readonly ReceivedReply[];
  /** What kept a topic from going on, with file and line, and what went wrong outside of a customer's turn. */
  readonly problems: readonly unknown[];
  readonly conversations: readonly ConversationRecord[];
  /** A conversation that the copilot has not seen is at its beginning. */
  stateOf(conversationId: string): ConversationState;
  /**
   * Sends one activity: right in every respect but for the overrides, of which an `undefined` leaves the field out.
   * Replies are collected; the customer and the topics hear nothing of it.
   */
  callSkill(
    activity?: Readonly<Record<string, unknown>>,
    options?: Omit<CallOptions, 'isAside'>,
  ): Promise<SkillCall>;
  /** From now on this comes back when a topic calls something beyond the agent by this name. */
  outsideReturns(name: string, value: Value): void;
  /** What Copilot Studio objects to at the import of this manifest; empty when nothing. */
  importSkill(manifestUrl: string): Promise<readonly string[]>;
  /** The copilot forgets that the skill has the conversation, without telling it. */
  dropSkillSession(conversationId: string): void;
  /** The next replies to the service URL are refused with this status. */
  refuseReplies(refusal: { readonly status: number; readonly times?: number }): void;
  /** The skill's next answers get lost on the way: the same activity is delivered again. */
  loseAnswers(times: number): void;
  /** Whether it calls a connected agent, and no skill. */
  readonly isConnected: boolean;
  /** What the orchestrator does with the next turn of a conversation. Only for a connected agent. */
  plan(conversationId: string, deviation: Deviation): void;
  /** The right of all callbacks that were given for a conversation is over. Only for a connected agent. */
  expireCallbacks(conversationId: string): void;
  /** The conversation in Teams, by the id that the skill or the connected agent was told. */
  conversationAtAgent(id: string): string;
}

/** Plays a Copilot Studio agent with the topics of its solution. */
export function createCopilotStudio(options: CopilotOptions): CopilotStudio {
  const { copilotApp, skillClientId, entra, tenantId, serviceUrl, teamsServiceUrl } = options;
  const copilotClientId = copilotApp.clientId;
  const received: ReceivedReply[] = [];
  const refusals: number[] = [];
  const nextRefusal = (): number | undefined => refusals.shift();
  const conversationAtAgent = (id: string): string =>
    copilot.conversations.findAtAgent(id)?.record.conversationId ?? id;
  const directChats = createDirectChats();
  const copilot = createCopilot(options, {
    directChats,
    nextRefusal,
    arrived: ({ idAtAgent = '', ...arrival }) => {
      const conversationId = conversationAtAgent(idAtAgent);
      const at = new Date().toISOString();
      received.push({ ...arrival, conversationId, at, isAtCallback: true });
    },
  });
  const { conversations, line, activities, connection } = copilot;
  const app = copilotStudioRoutes({
    entra,
    copilotClientId,
    skillClientId,
    takeActivity: copilot.takeActivity,
    replied: copilot.replied,
    received: (reply) => received.push(reply),
    nextRefusal,
  });
  if (connection) app.route('/', connection.routes);
  app.route('/', directEntry(options, copilot, directChats));
  return {
    app,
    skillCalls: copilot.skillCalls,
    received,
    problems: copilot.problems,
    get conversations() {
      return conversations.records;
    },
    stateOf: (id) => stateOf(conversations.find(id)?.record),
    callSkill: (overrides = {}, how = {}) => {
      const id = conversationIdIn(overrides) ?? newConversationId();
      const record = conversations.find(id)?.record ?? newConversationRecord(id, teamsServiceUrl);
      const own = copilot.connectionFor(record);
      const made = (own?.activities ?? activities).custom(record, overrides);
      return (own ?? line).call(id, made, { ...how, isAside: true });
    },
    outsideReturns: copilot.outside.returns,
    importSkill: (url) =>
      importSkill(url, {
        ...{ skillClientId, copilotClientId, tenantId },
        ...{ serviceUrl: serviceUrl(), token: copilot.skillToken },
      }),
    dropSkillSession: (id) => drop(conversations.find(id)),
    refuseReplies: ({ status, times = 1 }) => void refusals.push(...Array(times).fill(status)),
    loseAnswers: (connection ?? line).loseAnswers,
    ...steering(connection),
    conversationAtAgent,
  };
}

const directEntry = (
  { entra, teamsServiceUrl }: CopilotOptions,
  { conversations, takeActivity: take }: Pick<Copilot, 'conversations' | 'takeActivity'>,
  chats: DirectChats,
): Hono =>
  directRoutes({
    ...{ entra, chats, take },
    begin: (id, customer) =>
      void conversations.store({ ...newConversationRecord(id, teamsServiceUrl), customer }),
  });

function drop(conversation: Conversation | undefined): void {
  if (conversation) release(conversation);
}

function steering(
  connection: Connection | undefined,
): Pick<CopilotStudio, 'isConnected' | 'plan' | 'expireCallbacks'> {
  const connected = (): Connection => {
    if (!connection) throw new Error('This copilot calls a skill, and no connected agent.');
    return connection;
  };
  return {
    isConnected: connection !== undefined,
    plan: (...planned) => connected().plan(...planned),
    expireCallbacks: (id) => connected().expireCallbacks(id),
  };
}

function stateOf(record: ConversationRecord | undefined): ConversationState {
  const waits = record?.isWithAgent ? 'skill' : record?.dialogs.at(-1)?.wait.for;
  const status = waits === 'skill' ? 'with-skill' : 'asking';
  return {
    holder: { status: waits === undefined ? 'copilot' : status },
    isSkillActive: waits === 'skill',
    variables: record?.variables ?? {},
  };
}

function newConversationId(): string {
  return `a:1${crypto.randomUUID()}@unq.gbl.spaces;messageid=${Date.now()}`;
}

function conversationIdIn({ conversation }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof conversation !== 'object' || conversation === null || !('id' in conversation)) return undefined;
  return typeof conversation.id === 'string' ? conversation.id : undefined;
}
