import { MatchersV3 } from '@pact-foundation/pact';
import {
  type ConversationRecord,
  newConversationRecord,
} from '../../../simulators/copilot-studio/conversation.ts';
import {
  type Dialect,
  type SkillActivities,
  skillActivities,
} from '../../../simulators/copilot-studio/skill-activities.ts';
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
export const problem = 'My laptop does not start any more.';

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

/** What makes a topic call the skill the way it does. */
const calm: ConversationRecord = newConversationRecord(
  conversationId,
  'https://smba.trafficmanager.net/emea/',
);
export const asking: ConversationRecord = {
  ...calm,
  stage: { status: 'with-skill', action: 'startConversation', problem },
  transcript: [
    { from: 'customer', text: 'I want to talk with a person', at },
    { from: 'copilot', text: 'Please briefly explain your problem:', at },
  ],
};
export const withAgent: ConversationRecord = { ...calm, variables: { LiveChatConversationId: chat } };

interface ActivityOptions {
  readonly dialect: Dialect;
  readonly expectReplies: boolean;
}

/** An activity as a topic makes it, with an id and a time that are known. */
export function activityOf(
  options: ActivityOptions,
  make: (activities: SkillActivities) => Activity,
): Activity {
  const copilot = { clientId: copilotApp, name: 'Contoso Agent' };
  const made = make(skillActivities({ ...options, tenantId, skillClientId: skillApp, copilot, serviceUrl }));
  const relatesTo = typeof made.relatesTo === 'object' ? { ...made.relatesTo, activityId } : undefined;
  return { ...made, id: activityId, timestamp: at, relatesTo };
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
