import type { Play, SkillOutcome, SkillRequest } from '../solution/interpreter/play.ts';
import {
  conversationStarts,
  received,
  type SkillWait,
  skillEnded,
  skillWait,
} from '../solution/interpreter/turn.ts';
import type { Solution } from '../solution/solution.ts';
import type { Activity } from '../teams/activity.ts';
import { type Conversation, remember } from './conversation.ts';
import { outputsIn, playOf } from './play-of.ts';
import type { SkillActivities } from './skill-activities.ts';
import type { SkillCall } from './skill-line.ts';

interface TopicOptions {
  readonly solution: Solution;
  readonly activities: SkillActivities;
  readonly say: (conversation: Conversation, text: string) => Promise<void>;
  readonly callSkill: (conversation: Conversation, activity: Activity) => Promise<SkillCall>;
  /** What comes back from beyond the agent; undefined when nothing says what. */
  readonly outside: Play['outside'];
  /** A topic could not go on; the message names file and line. */
  readonly report: (problem: Error) => void;
}

/** The topics of the agent's solution. */
export interface Topics {
  /** The customer's turn. */
  heard(conversation: Conversation, text: string): Promise<void>;
  /** What waits for the skill; undefined when the skill does not have the conversation. */
  waitsFor(conversation: Conversation): SkillWait | undefined;
  /** The skill ended outside of a call that waits for it. */
  skillEnded(conversation: Conversation, end: Activity): Promise<void>;
}

export function createTopics(options: TopicOptions): Topics {
  const play = (conversation: Conversation, text: string, transcript = conversation.record.transcript) =>
    playOf({
      solution: options.solution,
      conversation,
      text,
      transcript,
      say: (sentence) => options.say(conversation, sentence),
      callSkill: (request) => callSkill(options, conversation, request),
      outside: options.outside,
      report: options.report,
    });
  return {
    heard: async (conversation, text) => {
      const before = conversation.record.transcript;
      remember(conversation, 'customer', text);
      const turn = play(conversation, text, before);
      if (before.length === 0) await conversationStarts(turn);
      await received(turn);
    },
    waitsFor: ({ record }) => skillWait({ state: () => record }),
    skillEnded: (conversation, end) => skillEnded(play(conversation, lastSaid(conversation)), outputsIn(end)),
  };
}

const lastSaid = ({ record }: Conversation): string =>
  record.transcript.findLast(({ from }) => from === 'customer')?.text ?? '';

async function callSkill(
  { activities, callSkill: call }: TopicOptions,
  conversation: Conversation,
  request: SkillRequest,
): Promise<SkillOutcome> {
  const { status, replies } = await call(conversation, activityFor(activities, conversation, request));
  const isAnswered = typeof status === 'number' && status >= 200 && status < 300;
  if (!isAnswered) return { kind: 'failed', why: `The skill did not take it: ${status}`, isOver: false };
  const end = replies.find(({ type }) => type === 'endOfConversation');
  if (!end) return { kind: 'taken' };
  if (end.code !== 'completedSuccessfully')
    return { kind: 'failed', why: `The skill ended with ${end.code ?? 'no code'}`, isOver: true };
  return { kind: 'ended', outputs: outputsIn(end) };
}

function activityFor(activities: SkillActivities, { record }: Conversation, request: SkillRequest): Activity {
  switch (request.type) {
    case 'event':
      return activities.event(record, request.name, request.value);
    case 'message':
      return activities.message(record, request.text, request.value);
    case 'endOfConversation':
      return activities.ended(record);
  }
}
