import type { Hono } from 'hono';
import { type ConversationRecord, newConversationRecord, release } from './conversation.ts';
import { type CopilotOptions, createCopilot } from './copilot.ts';
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
  /** Every reply POSTed to the service URL, refused ones too. */
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
  /** What Copilot Studio objects to at the import of this manifest; empty when nothing. */
  importSkill(manifestUrl: string): Promise<readonly string[]>;
  /** The copilot forgets that the skill has the conversation, without telling it. */
  dropSkillSession(conversationId: string): void;
  /** The next replies to the service URL are refused with this status. */
  refuseReplies(refusal: { readonly status: number; readonly times?: number }): void;
  /** The skill's next answers get lost on the way: the same activity is delivered again. */
  loseAnswers(times: number): void;
}

/** Plays a Copilot Studio agent with the topics of its solution. */
export function createCopilotStudio(options: CopilotOptions): CopilotStudio {
  const { copilotApp, skillClientId, entra, tenantId, serviceUrl, teamsServiceUrl } = options;
  const copilotClientId = copilotApp.clientId;
  const copilot = createCopilot(options);
  const { conversations, line, activities } = copilot;
  const received: ReceivedReply[] = [];
  const refusals: number[] = [];
  return {
    app: copilotStudioRoutes({
      entra,
      copilotClientId,
      skillClientId,
      takeActivity: copilot.takeActivity,
      replied: copilot.replied,
      received: (reply) => received.push(reply),
      nextRefusal: () => refusals.shift(),
    }),
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
      return line.call(id, activities.custom(record, overrides), { ...how, isAside: true });
    },
    importSkill: (url) =>
      importSkill(url, {
        skillClientId,
        copilotClientId,
        tenantId,
        serviceUrl: serviceUrl(),
        token: copilot.skillToken,
      }),
    dropSkillSession: (id) => {
      const conversation = conversations.find(id);
      if (conversation) release(conversation);
    },
    refuseReplies: ({ status, times = 1 }) => {
      refusals.push(...Array.from({ length: times }, () => status));
    },
    loseAnswers: line.loseAnswers,
  };
}

function stateOf(record: ConversationRecord | undefined): ConversationState {
  const waits = record?.dialogs.at(-1)?.wait.for;
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
