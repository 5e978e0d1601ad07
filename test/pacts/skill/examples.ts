import { MatchersV3 } from '@pact-foundation/pact';
import {
  conversationStore,
  newConversationRecord,
  remember,
} from '../../../simulators/copilot-studio/conversation.ts';
import {
  type SkillActivities,
  skillActivities,
} from '../../../simulators/copilot-studio/skill-activities.ts';
import { createTopics } from '../../../simulators/copilot-studio/topics.ts';
import type { AgentDialect } from '../../../simulators/solution/builder/agent-source.ts';
import { ownSolution } from '../../../simulators/solution/builder/own-solution.ts';
import type { Activity } from '../../../simulators/teams/activity.ts';
import { anId, fromState } from '../matchers.ts';

/* What the simulated copilot sends, and what of it is the same in each run. */

/** As Teams has them. */
export const conversationId = 'a:1x@unq.gbl.spaces;messageid=1';
export const activityId = 'activity-1';
export const serviceUrl = 'https://copilot.example/';
const chat = 'lc-1';
export const skillApp = 'skill-app';
const copilotApp = 'copilot-app';
const tenantId = 'tenant-1';
const at = '2026-01-31T09:30:00.000Z';
const problem = 'My laptop does not start any more.';

/** Stands where the token goes; whoever verifies puts a real one there. */
export const agreedToken = 'the-agreed-token';
export const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${agreedToken}` };

export const importOptions = {
  skillClientId: skillApp,
  copilotClientId: copilotApp,
  tenantId,
  serviceUrl,
  token: async () => agreedToken,
};

const calm = newConversationRecord(conversationId, 'https://smba.trafficmanager.net/emea/');

interface ActivityOptions {
  readonly dialect: AgentDialect;
  readonly expectReplies: boolean;
}

/** What the customer says to make the topics of our agent call the skill, call by call. */
const story = ['I want to talk with a person', problem, 'Hello Dana', 'Good bye'];
const calls = ['start', 'problem', 'message', 'end'] as const;

/** An activity as the topics of our agent send it, with an id and a time that are known. */
export async function activityOf(
  options: ActivityOptions,
  wanted: (typeof calls)[number],
): Promise<Activity> {
  const copilot = { clientId: copilotApp, name: 'Contoso Agent' };
  const activities = () =>
    skillActivities({ ...options, tenantId, skillClientId: skillApp, copilot, serviceUrl: () => serviceUrl });
  const { type, name, text, value } = (await played(options.dialect, activities()))[
    calls.indexOf(wanted)
  ] ?? {
    type: 'never sent',
  };
  const input = typeof value === 'object' && value !== null ? withKnownTimes(value) : undefined;
  const made =
    type === 'event'
      ? activities().event(calm, name ?? '', input)
      : activities().message(calm, text ?? '', input);
  const relatesTo = typeof made.relatesTo === 'object' ? { ...made.relatesTo, activityId } : undefined;
  return { ...made, id: activityId, timestamp: at, relatesTo };
}

/** What the topics send while the customer tells the story. */
async function played(dialect: AgentDialect, activities: SkillActivities): Promise<readonly Activity[]> {
  const conversation = conversationStore([], () => undefined).store(calm);
  const sent: Activity[] = [];
  const topics = createTopics({
    solution: ownSolution(dialect),
    activities,
    say: async (_, text) => remember(conversation, 'copilot', text),
    callSkill: async (_, activity) => {
      sent.push(activity);
      const isLong = sent.length === 2 || sent.length === 3;
      const outputs = { LiveChatConversationId: chat, HandoffStatus: 'queued' };
      const end: Activity = { type: 'endOfConversation', code: 'completedSuccessfully', value: outputs };
      const replies = isLong ? [] : [end];
      return { conversationId, activity, attempt: 1, status: 200, body: {}, replies, ms: 0, endedAt: at };
    },
    outside: () => undefined,
    report: (cause) => {
      throw cause;
    },
  });
  for (const text of story) await topics.heard(conversation, text);
  return sent;
}

function withKnownTimes(value: object): object {
  if (!('Transcript' in value) || !Array.isArray(value.Transcript)) return value;
  return { ...value, Transcript: value.Transcript.map((line: object) => ({ ...line, at })) };
}

/** The same activity in a pact: what the provider state knows better comes from there. */
export const bodyOf = (activity: Activity) => ({
  ...activity,
  id: fromState('activityId', activityId),
  serviceUrl: fromState('serviceUrl', serviceUrl),
  conversation: { ...activity.conversation, id: fromState('conversationId', conversationId) },
  ...(hasLiveChat(activity.value) && {
    value: { ...activity.value, LiveChatConversationId: fromState('liveChatId', chat) },
  }),
});

function hasLiveChat(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'LiveChatConversationId' in value;
}

/** The reply with which a topic goes on. */
export const ending = (value: object) => ({
  type: MatchersV3.equal('endOfConversation'),
  code: MatchersV3.equal('completedSuccessfully'),
  value,
});
export const liveChat = { LiveChatConversationId: anId(chat) };
export const withStatusOf = (status: string) => ({ HandoffStatus: MatchersV3.equal(status) });
