import { createHash } from 'node:crypto';
import type {
  HandoffAnswer,
  RenewAddress,
  Speaker,
  TakeCustomerTurn,
} from '../../../application/ports/inbound.ts';
import { fill } from '../../../domain/fill-sentence.ts';
import { callerId, conversationId, messageId } from '../../../domain/ids.ts';
import { personName, shortened } from '../../../domain/plain-text.ts';
import type { ActivityChannel } from '../../bot-framework/activity-channel.ts';
import type { SignSentences } from '../../bot-framework/content/content-signs.ts';
import { idOf, type Said, saidIn, toldSigns } from '../../bot-framework/content/said.ts';
import { speakerOf } from '../../bot-framework/content/speaker.ts';
import { referenceOf } from '../../bot-framework/conversation-reference.ts';
import type { Turn, TurnUseCases } from '../caller.ts';
import { briefingIn, isInput } from './briefing.ts';
import { endOfConversation, type Reply, say } from './replies.ts';

/** Names this caller in sessions. */
export const connectedAgentId = callerId('connected-agent');

type OwnSentence =
  | 'asked'
  | 'connected'
  | 'queuePosition'
  | 'queueWait'
  | 'closed'
  | 'noAgents'
  | 'unavailable'
  | 'queueFull'
  | 'endedByCustomer'
  | 'justEnded'
  | 'notInChat'
  | 'onlyCustomerEnds'
  | 'unsupportedChannel';

export interface ConnectedAgentTurnDependencies extends Omit<TurnUseCases, 'requestHandoff'> {
  readonly takeCustomerTurn: TakeCustomerTurn;
  readonly renewAddress: RenewAddress;
  readonly sentences: SignSentences & Readonly<Record<OwnSentence, string>>;
  /** Where its customers are. */
  readonly channel: ActivityChannel;
  /** Whole messages that end the chat; case, blanks and punctuation do not count. */
  readonly endPhrases: readonly string[];
  /** How long after an end words open no new chat, in milliseconds. */
  readonly afterEndMs: number;
  /** Of conversations that name no tenant. */
  readonly tenantId: string;
}

/** One turn of an orchestrator: whatever it brings, its callback is the newest way to the customer. */
export async function connectedAgentTurn(
  dependencies: ConnectedAgentTurnDependencies,
  turn: Turn,
): Promise<readonly Reply[]> {
  const { renewAddress, relayCustomerTyping, endHandoff } = dependencies;
  await renewAddress(conversationOf(turn), (known) => renewed(dependencies, turn, known));
  switch (turn.activity.type) {
    case 'message':
    case 'messageUpdate':
    case 'messageDelete':
    case 'messageReaction':
      return message(dependencies, turn);
    case 'endOfConversation':
      await endHandoff({ ...requestOf(turn), by: 'copilot' });
      return [];
    case 'typing':
      void relayCustomerTyping(conversationOf(turn));
      return [];
    default:
      return [];
  }
}

/** No conversation of a skill begins with a bar. */
const conversationOf = ({ activity }: Turn) => conversationId(`|connected-agent|${activity.conversation.id}`);
const requestOf = (turn: Turn) => ({ conversationId: conversationOf(turn), requestId: turn.activityId });

function addressText({ tenantId, channel }: ConnectedAgentTurnDependencies, turn: Turn): string {
  const { activity, callerAppId: copilotAppId } = turn;
  const reference = referenceOf(activity, tenantId);
  const { id = '', name, aadObjectId } = activity.from ?? {};
  return JSON.stringify({
    ...reference,
    ...channel.placeOf(activity, { tenantId: reference.tenantId, copilotAppId }),
    ...(activity.recipient && { agentId: activity.recipient.id }),
    customer: {
      id,
      ...(name !== undefined && { name: personName(name, '') }),
      ...(aadObjectId !== undefined && { aadObjectId }),
    },
  });
}

/** The customer of the session stays; who speaks in this turn may be another person. */
function renewed(dependencies: ConnectedAgentTurnDependencies, turn: Turn, known: string): string {
  const { customer } = JSON.parse(known);
  return JSON.stringify({ ...JSON.parse(addressText(dependencies, turn)), customer });
}

/** Only a conversation that says so has several people: of an orchestrator's it is not known whether a person's id stays. */
function speakerIn(turn: Turn): { readonly speaker?: Speaker } {
  const isShared = turn.activity.conversation.conversationType !== undefined;
  const speaker = isShared ? speakerOf(turn) : undefined;
  return speaker === undefined ? {} : { speaker };
}

async function message(dependencies: ConnectedAgentTurnDependencies, turn: Turn): Promise<readonly Reply[]> {
  const said = saidIn(turn, isInput);
  if (said.change !== undefined) return relay(dependencies, turn, said);
  if (dependencies.endPhrases.some((phrase) => normal(phrase) === normal(said.text)))
    return end(dependencies, turn);
  const unservable = dependencies.channel.unservable(turn.activity);
  if (unservable === undefined) return sayOrAsk(dependencies, turn, said);
  const { sentences, channel } = dependencies;
  return [say(fill(sentences.unsupportedChannel, { channels: channel.traits.name }))];
}

const normal = (phrase: string): string => phrase.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const wordsOf = (turn: Turn, said: Said, sentences: SignSentences) => ({
  conversationId: conversationOf(turn),
  messageId: messageId(idOf(turn.activityId, said)),
  ...speakerIn(turn),
  text: said.text,
  ...toldSigns(said, sentences),
});

/** A change of earlier words asks for no agent. */
async function relay(
  { relayCustomerMessage, sentences }: ConnectedAgentTurnDependencies,
  turn: Turn,
  said: Said,
): Promise<readonly Reply[]> {
  const { outcome } = await relayCustomerMessage(wordsOf(turn, said, sentences));
  return outcome === 'full' ? [say(sentences.queueFull)] : [];
}

const maxProblem = 8_000;

async function sayOrAsk(
  dependencies: ConnectedAgentTurnDependencies,
  turn: Turn,
  said: Said,
): Promise<readonly Reply[]> {
  const { takeCustomerTurn, sentences, channel, afterEndMs } = dependencies;
  const { from, conversation, locale } = turn.activity;
  const words = wordsOf(turn, said, sentences);
  const { text, enclosed } = { enclosed: undefined, ...words };
  const problem = [text, enclosed].filter((part) => part).join('\n');
  const mark = createHash('sha256')
    .update(`${conversation.id}\n${normal(problem)}`)
    .digest('base64url')
    .slice(0, 16);
  const taken = await takeCustomerTurn({
    afterEndMs,
    message: { ...words, mark },
    request: {
      ...requestOf(turn),
      mark,
      customer: {
        id: from?.aadObjectId ?? from?.id ?? conversation.id,
        name: personName(from?.name, 'Customer'),
        ...(locale !== undefined && { locale }),
      },
      caller: connectedAgentId,
      channel: channel.id,
      customerAddress: addressText(dependencies, turn),
      ...briefingIn(turn.activity, text),
      ...(problem.trim() !== '' && { problem: shortened(problem, maxProblem) }),
    },
  });
  switch (taken.outcome) {
    case 'accepted':
      return [];
    case 'full':
      return [say(sentences.queueFull)];
    case 'just-ended':
      return [say(sentences.justEnded)];
    case 'asked':
      return answerReplies(taken.answer, sentences);
  }
}

function answerReplies(
  answer: HandoffAnswer,
  sentences: ConnectedAgentTurnDependencies['sentences'],
): readonly Reply[] {
  switch (answer.status) {
    case 'active':
      return [say(sentences.connected)];
    case 'queued':
    case 'already-open': {
      const { queuePosition: position, estimatedWaitSeconds: wait } = answer;
      const told = [
        sentences.asked,
        ...(position === undefined ? [] : [fill(sentences.queuePosition, { position })]),
        ...(wait === undefined
          ? []
          : [fill(sentences.queueWait, { minutes: Math.max(1, Math.round(wait / 60)) })]),
      ];
      return [say(told.join(' '))];
    }
    case 'closed':
    case 'no-agents':
    case 'unavailable':
      return [say(sentences[refusals[answer.status]]), endOfConversation(answer.status)];
  }
}

const refusals = { closed: 'closed', 'no-agents': 'noAgents', unavailable: 'unavailable' } as const;

async function end(
  { endHandoff, sentences }: ConnectedAgentTurnDependencies,
  turn: Turn,
): Promise<readonly Reply[]> {
  const { status } = await endHandoff({ ...requestOf(turn), ...speakerIn(turn), by: 'customer' });
  switch (status) {
    case 'ended':
      return [say(sentences.endedByCustomer), endOfConversation('customer')];
    case 'none':
      return [say(sentences.notInChat)];
    case 'not-the-customer':
      return [say(sentences.onlyCustomerEnds)];
  }
}
