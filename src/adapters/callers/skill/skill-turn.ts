import { type Awaitable, andThen } from '../../../application/ports/awaitable.ts';
import type { CustomerMessageAnswer, EndRequest, TakeTurnWords } from '../../../application/ports/inbound.ts';
import { callerId, liveChatId, messageId } from '../../../domain/ids.ts';
import { personName } from '../../../domain/plain-text.ts';
import type { ActivityChannel } from '../../bot-framework/activity-channel.ts';
import { idOf, toldSigns } from '../../bot-framework/content/said.ts';
import { speakerOf } from '../../bot-framework/content/speaker.ts';
import type { Turn, TurnUseCases } from '../caller.ts';
import { type CarriedWords, carriedBy } from './carried-words.ts';
import { endOfConversation, type TurnEnd } from './end-of-conversation.ts';
import { type DialectSettings, type Intent, intentOf } from './intent.ts';
import { addressText, channelOf, conversationOf, notOpen, tellsAddress } from './place.ts';
import { answerReplies, type Reply, refusal, type SkillSentences, say } from './replies.ts';

/** Names this caller in sessions. */
export const skillId = callerId('skill');

export interface SkillTurnDependencies extends TurnUseCases {
  readonly takeTurnWords: TakeTurnWords;
  readonly sentences: SkillSentences;
  readonly dialect: DialectSettings;
  readonly channels: readonly ActivityChannel[];
  /** Of conversations that name no tenant. */
  readonly tenantId: string;
}

/** The answer to a turn: what waited for the customer, and then the replies. */
export interface SkillAnswer {
  readonly replies: readonly Reply[];
  readonly carried?: CarriedWords;
}

/** One turn of the skill: reads what is asked, has it done, and says what the topic needs to go on. */
export function skillTurn(dependencies: SkillTurnDependencies, turn: Turn): Awaitable<SkillAnswer> {
  const intent = intentOf(turn, dependencies.dialect);
  switch (intent.kind) {
    case 'escalate':
      return carrying(dependencies, turn, () => escalate(dependencies, turn, intent));
    case 'message':
      return relayCarrying(dependencies, turn, intent);
    case 'end':
      return carrying(dependencies, turn, (carriesWords) =>
        end(dependencies, turn, { ...intent, carriesWords }),
      );
    case 'copilot-ended':
      return dependencies.endHandoff({ ...requestOf(turn), by: 'copilot' }).then(() => nothingToSay);
    case 'typing':
      void dependencies.relayCustomerTyping(conversationOf(turn));
      return nothingToSay;
    case 'unknown-event':
      return relayCarrying(dependencies, turn, { kind: 'message', text: '', signs: [] });
    case 'ignored':
      return nothingToSay;
  }
}

const nothingToSay: SkillAnswer = { replies: [] };

/** After this turn there may be no session that a later one could ask for what waits. */
async function carrying(
  dependencies: SkillTurnDependencies,
  turn: Turn,
  replying: (carriesWords: boolean) => Promise<readonly Reply[]>,
): Promise<SkillAnswer> {
  const carried = await carriedBy(dependencies, turn, true);
  if (!carried) return { replies: await replying(false) };
  try {
    const replies = await replying(true);
    return { replies, carried: { ...carried, isLast: replies.some(isOver) } };
  } catch (error) {
    await carried.settle(['unsent']);
    throw error;
  }
}

/** The customer's words come first: an answer to them may be given that has just been said. */
function relayCarrying(
  dependencies: SkillTurnDependencies,
  turn: Turn,
  said: IntentOf<'message'>,
): Promise<SkillAnswer> {
  return relay(dependencies, turn, said).then((replies) =>
    andThen(carriedBy(dependencies, turn, false), (carried): SkillAnswer => {
      if (!carried) return { replies };
      const more = carried.hasMore ? [say(dependencies.sentences.moreInTurns)] : [];
      // The copilot gets its customer back by what waited.
      return { carried, replies: carried.givesBack ? [] : [...more, ...replies.filter(isWords)] };
    }),
  );
}

/** Whether the session that there was before is none any more. */
const isOver = (reply: Reply): boolean => 'value' in reply && reply.value.HandoffStatus !== 'already-open';
const isWords = ({ type }: Reply): boolean => type === 'message';

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
  return answerReplies(answer, dependencies.sentences, channel);
}

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
      return [];
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
  { carriesWords, ...intent }: IntentOf<'end'> & Pick<EndRequest, 'carriesWords'>,
): Promise<readonly Reply[]> {
  const target = intent.liveChatId === undefined ? {} : { liveChatId: liveChatId(intent.liveChatId) };
  const own = { by: 'customer', ...(carriesWords && { carriesWords }) } as const;
  const request = { ...requestOf(turn), ...speakerIn(turn), ...target, ...own };
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
