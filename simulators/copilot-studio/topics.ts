import { z } from 'zod';
import type { Activity } from '../teams/activity.ts';
import { type Conversation, release, remember, type Stage } from './conversation.ts';
import { intentOf, sentences } from './sentences.ts';
import type { Dialect, SkillActivities } from './skill-activities.ts';
import type { SkillCall } from './skill-line.ts';

interface TopicOptions {
  readonly dialect: Dialect;
  readonly activities: SkillActivities;
  readonly say: (conversation: Conversation, text: string) => Promise<void>;
  readonly callSkill: (conversation: Conversation, activity: Activity) => Promise<SkillCall>;
}

/** The copilot's topics: small talk, "Escalate to Live Chat" and "Goodbye Live Chat". */
export interface Topics {
  /** The customer's turn. */
  heard(conversation: Conversation, text: string): Promise<void>;
  /** The skill ended outside of a call that waits for it. */
  skillEnded(conversation: Conversation, end: Activity): Promise<void>;
}

type WithSkill = Extract<Stage, { readonly status: 'with-skill' }>;

/** One call of the skill by a topic: the stage in which it waits, and the one after a failure. */
interface SkillAction {
  readonly stage: WithSkill;
  readonly afterFailure: Stage;
  readonly activity: () => Activity;
}

const outputsSchema = z.object({
  LiveChatConversationId: z.string().nullish(),
  HandoffStatus: z.string().nullish(),
});

export function createTopics(options: TopicOptions): Topics {
  return {
    heard: (conversation, text) => {
      remember(conversation, 'customer', text);
      const { stage } = conversation.record;
      switch (stage.status) {
        case 'copilot':
          return smallTalk(options, conversation, text);
        case 'asking-problem':
          return escalate(options, conversation, text);
        case 'with-skill':
          return withSkill(options, conversation, text);
      }
    },
    skillEnded: async (conversation, end) => {
      const { stage } = conversation.record;
      if (stage.status !== 'with-skill') return;
      // Nobody said anything just now, so neither does the copilot.
      if (stage.action === 'sendMessage') return release(conversation);
      return goOn(options, conversation, end);
    },
  };
}

async function smallTalk({ say }: TopicOptions, conversation: Conversation, text: string): Promise<void> {
  switch (intentOf(text)) {
    case 'escalate':
      conversation.change({ stage: { status: 'asking-problem' } });
      return say(conversation, sentences.askProblem);
    case 'goodbye':
      return say(conversation, sentences.farewell);
    case 'greeting':
      return say(conversation, sentences.greeting);
    case 'unknown':
      return say(conversation, sentences.fallback);
  }
}

function escalate(options: TopicOptions, conversation: Conversation, problem: string): Promise<void> {
  return act(options, conversation, {
    stage: { status: 'with-skill', action: 'startConversation', problem },
    afterFailure: { status: 'copilot' },
    activity: () => options.activities.start(conversation.record),
  });
}

/** The skill hears everything but a goodbye. A failure leaves the conversation with it. */
function withSkill(options: TopicOptions, conversation: Conversation, text: string): Promise<void> {
  const { activities } = options;
  const isGoodbye = intentOf(text) === 'goodbye';
  const stage = { status: 'with-skill', problem: '' } as const;
  return act(options, conversation, {
    stage: { ...stage, action: isGoodbye ? 'endConversation' : 'sendMessage' },
    afterFailure: { ...stage, action: 'sendMessage' },
    activity: () =>
      isGoodbye ? activities.end(conversation.record) : activities.message(conversation.record, text),
  });
}

async function act(options: TopicOptions, conversation: Conversation, action: SkillAction): Promise<void> {
  conversation.change({ stage: action.stage });
  const call = await options.callSkill(conversation, action.activity());
  const isAnswered = typeof call.status === 'number' && call.status >= 200 && call.status < 300;
  // The skill may have ended by itself meanwhile, or have been forgotten: then the copilot has the conversation.
  const isHeld = conversation.record.stage.status === 'with-skill';
  if (!isAnswered) {
    if (isHeld) conversation.change({ stage: action.afterFailure });
    return options.say(conversation, sentences.failure);
  }
  const end = call.replies.find(({ type }) => type === 'endOfConversation');
  if (end && isHeld) await goOn(options, conversation, end);
}

/** A topic goes on after its skill action, with the outputs of EndOfConversation. */
async function goOn(options: TopicOptions, conversation: Conversation, end: Activity): Promise<void> {
  const { stage } = conversation.record;
  if (stage.status !== 'with-skill') return;
  release(conversation);
  switch (stage.action) {
    case 'startConversation':
      return started(options, conversation, { end, problem: stage.problem });
    case 'sendMessage':
      return options.say(conversation, sentences.notHandled);
    case 'endConversation':
      return options.say(conversation, sentences.back);
  }
}

interface Started {
  readonly end: Activity;
  readonly problem: string;
}

async function started(
  options: TopicOptions,
  conversation: Conversation,
  { end, problem }: Started,
): Promise<void> {
  if (end.code !== 'completedSuccessfully') return options.say(conversation, sentences.failure);
  const outputs = outputsSchema.safeParse(end.value ?? {}).data;
  const id = outputs?.LiveChatConversationId ?? '';
  const status = outputs?.HandoffStatus ?? '';
  const sentence = options.dialect === 'reference' ? branchOnStatus(status) : branchOnId(id);
  if (sentence !== undefined) await options.say(conversation, sentence.text);
  if (!sentence?.isConnected) return;
  conversation.change({ variables: { LiveChatConversationId: id, HandoffStatus: status } });
  await act(options, conversation, {
    stage: { status: 'with-skill', action: 'sendMessage', problem },
    afterFailure: { status: 'with-skill', action: 'sendMessage', problem },
    activity: () => options.activities.problem(conversation.record, problem),
  });
}

interface Branch {
  readonly text: string;
  readonly isConnected: boolean;
}

/** Undefined: there is nobody, and the skill has told the customer so itself. */
function branchOnStatus(handoffStatus: string): Branch | undefined {
  if (handoffStatus === 'queued') return { text: sentences.connecting, isConnected: true };
  if (handoffStatus === 'active') return { text: sentences.connected, isConnected: true };
  return handoffStatus === 'already-open' ? { text: sentences.alreadyOpen, isConnected: true } : undefined;
}

/** The shipped topic knows nothing but the id. */
function branchOnId(liveChatId: string): Branch {
  if (liveChatId === '') return { text: sentences.notConnected, isConnected: false };
  return { text: sentences.connecting, isConnected: true };
}
