import type { Awaitable } from '../../../application/ports/awaitable.ts';
import type { CustomerMessageAnswer, HandoffAnswer } from '../../../application/ports/inbound.ts';
import { fill } from '../../../domain/fill-sentence.ts';
import { callerId, liveChatId, messageId } from '../../../domain/ids.ts';
import { personName } from '../../../domain/plain-text.ts';
import type { ActivityChannel, Unservable } from '../../bot-framework/activity-channel.ts';
import type { SignSentences } from '../../bot-framework/content/content-signs.ts';
import { idOf, toldSigns } from '../../bot-framework/content/said.ts';
import { speakerOf } from '../../bot-framework/content/speaker.ts';
import type { Turn, TurnUseCases } from '../caller.ts';
import { endOfConversation, type TurnEnd } from './end-of-conversation.ts';
import { type DialectSettings, type Intent, intentOf } from './intent.ts';
import { addressText, channelOf, conversationOf, notOpen, tellsAddress } from './place.ts';

/** Names this caller in sessions. */
export const skillId = callerId('skill');

/** What the skill says in the bridge's name. */
type SkillSentences = SignSentences &
  Readonly<
    Record<
      | 'unsupportedChannel'
      | 'unsupportedConversation'
      | 'closed'
      | 'noAgents'
      | 'unavailable'
      | 'queueFull'
      | 'onlyCustomerEnds',
      string
    >
  >;

export interface SkillTurnDependencies extends TurnUseCases {
  readonly sentences: SkillSentences;
  readonly dialect: DialectSettings;
  readonly channels: readonly ActivityChannel[];
  /** Of conversations that name no tenant. */
  readonly tenantId: string;
}

/** What the skill says in answer to an activity, in order. */
export type Reply =
  | ReturnType<typeof endOfConversation>
  | { readonly type: 'message'; readonly text: string };

/** One turn of the skill: reads what is asked, has it done, and says what the topic needs to go on. */
export function skillTurn(dependencies: SkillTurnDependencies, turn: Turn): Awaitable<readonly Reply[]> {
  const intent = intentOf(turn, dependencies.dialect);
  switch (intent.kind) {
    case 'escalate':
      return escalate(dependencies, turn, intent);
    case 'message':
      return relay(dependencies, turn, intent);
    case 'end':
      return end(dependencies, turn, intent);
    case 'copilot-ended':
      return dependencies.endHandoff({ ...requestOf(turn), by: 'copilot' }).then(() => []);
    case 'typing':
      void dependencies.relayCustomerTyping(conversationOf(turn));
      return nothingToSay;
    case 'unknown-event':
      return relay(dependencies, turn, { kind: 'message', text: '', signs: [] });
    case 'ignored':
      return nothingToSay;
  }
}

const nothingToSay: readonly Reply[] = [];

const requestOf = (turn: Turn) => ({ conversationId: conversationOf(turn), requestId: turn.activityId });
const speakerIn = (turn: Turn) => {
  const speaker = speakerOf(turn);
  return speaker === undefined ? {} : { speaker };
};
const ending = (end: TurnEnd): Reply => endOfConversation(end);

type IntentOf<Kind extends Intent['kind']> = Extract<Intent, { readonly kind: Kind }>;

async function escalate(
  dependencies: SkillTurnDependencies,
  turn: Turn,
  { input }: IntentOf<'escalate'>,
): Promise<readonly Reply[]> {
  const { activity } = turn;
  const channel = channelOf(dependencies.channels, turn);
  if (channel === undefined) return refusal(dependencies, notOpen(activity));
  const unservable = channel.unservable(activity);
  if (unservable !== undefined) return refusal(dependencies, unservable);
  const { id, name, aadObjectId } = activity.from ?? { id: activity.conversation.id };
  const customer = {
    id: aadObjectId ?? id,
    name: personName(name, 'Customer'),
    ...(activity.locale !== undefined && { locale: activity.locale }),
  };
  const { liveChatId: _, ...briefing } = input;
  const answer = await dependencies.requestHandoff({
    ...requestOf(turn),
    customer,
    caller: skillId,
    channel: channel.id,
    customerAddress: addressText(dependencies.tenantId, turn, channel),
    ...briefing,
  });
  return answerReplies(answer, dependencies.sentences);
}

function refusal(
  { sentences, channels }: SkillTurnDependencies,
  { reason, suits }: Unservable,
): readonly Reply[] {
  const { unsupportedChannel, unsupportedConversation } = sentences;
  const names = [...new Set(channels.map(({ traits }) => traits.name))].join(', ');
  const told =
    suits === 'another-conversation'
      ? unsupportedConversation
      : fill(unsupportedChannel, { channels: names });
  return [say(told), ending({ status: 'unsupported-channel', reason })];
}

function answerReplies(answer: HandoffAnswer, sentences: SkillSentences): readonly Reply[] {
  switch (answer.status) {
    case 'queued':
    case 'active':
    case 'already-open':
      return [ending(answer)];
    case 'closed':
    case 'no-agents':
    case 'unavailable':
      return [say(sentences[refusals[answer.status]]), ending(answer)];
  }
}

const refusals = {
  closed: 'closed',
  'no-agents': 'noAgents',
  unavailable: 'unavailable',
} as const satisfies Readonly<Record<string, keyof SkillSentences>>;

/** No EndOfConversation keeps the skill active: the copilot then forwards whatever the customer writes. */
function relay(
  dependencies: SkillTurnDependencies,
  turn: Turn,
  said: IntentOf<'message'>,
): Promise<readonly Reply[]> {
  const { text, problem } = said;
  const channel = tellsAddress(turn) ? channelOf(dependencies.channels, turn) : undefined;
  const relayed = dependencies.relayCustomerMessage({
    conversationId: conversationOf(turn),
    messageId: messageId(idOf(turn.activityId, said)),
    ...speakerIn(turn),
    text,
    ...toldSigns(said, dependencies.sentences),
    ...(problem !== undefined && { problem }),
    ...(channel && { customerAddress: addressText(dependencies.tenantId, turn, channel) }),
  });
  return relayed.then((answer) => relayReplies(answer, said, dependencies.sentences));
}

function relayReplies(
  answer: CustomerMessageAnswer,
  { change }: IntentOf<'message'>,
  sentences: SkillSentences,
): readonly Reply[] {
  switch (answer.outcome) {
    case 'accepted':
      return nothingToSay;
    case 'full':
      return [say(sentences.queueFull)];
    case 'none':
      // No words are left unheard.
      if (change?.kind === 'deleted' || change?.kind === 'reaction') return [];
      return [ending({ status: 'none', reason: answer.lastEnd ?? 'no-session' })];
  }
}

async function end(
  dependencies: SkillTurnDependencies,
  turn: Turn,
  intent: IntentOf<'end'>,
): Promise<readonly Reply[]> {
  const target = intent.liveChatId === undefined ? {} : { liveChatId: liveChatId(intent.liveChatId) };
  const request = { ...requestOf(turn), ...speakerIn(turn), ...target, by: 'customer' as const };
  const answer = await dependencies.endHandoff(request);
  if (answer.status === 'none') return [ending({ status: 'none', reason: 'no-session' })];
  // Without an EndOfConversation the skill stays active, and the customer in contact with the agent.
  if (answer.status === 'not-the-customer') return [say(dependencies.sentences.onlyCustomerEnds)];
  return [
    ending({
      status: 'ended',
      reason: 'customer',
      ...(answer.liveChatId && { liveChatId: answer.liveChatId }),
    }),
  ];
}

const say = (text: string): Reply => ({ type: 'message', text });
