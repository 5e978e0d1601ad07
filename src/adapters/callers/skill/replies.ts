import type { HandoffAnswer } from '../../../application/ports/inbound.ts';
import { fill } from '../../../domain/fill-sentence.ts';
import type { ActivityChannel, Unservable } from '../../bot-framework/activity-channel.ts';
import type { SignSentences } from '../../bot-framework/content/content-signs.ts';
import { endOfConversation } from './end-of-conversation.ts';

/** What the skill says in the bridge's name. */
export type SkillSentences = SignSentences &
  Readonly<
    Record<
      | 'unsupportedChannel'
      | 'unsupportedConversation'
      | 'closed'
      | 'noAgents'
      | 'unavailable'
      | 'queueFull'
      | 'onlyCustomerEnds'
      | 'inTurns'
      | 'moreInTurns',
      string
    >
  >;

/** What the skill says in answer to an activity, in order. */
export type Reply =
  | ReturnType<typeof endOfConversation>
  | { readonly type: 'message'; readonly text: string };

export const say = (text: string): Reply => ({ type: 'message', text });

interface Refusing {
  readonly sentences: SkillSentences;
  readonly channels: readonly ActivityChannel[];
}

/** Why there is no handoff here, and where there could be one. */
export function refusal({ sentences, channels }: Refusing, { reason, suits }: Unservable): readonly Reply[] {
  const { unsupportedChannel, unsupportedConversation } = sentences;
  const names = [...new Set(channels.map(({ traits }) => traits.name))].join(', ');
  const told =
    suits === 'another-conversation'
      ? unsupportedConversation
      : fill(unsupportedChannel, { channels: names });
  return [say(told), endOfConversation({ status: 'unsupported-channel', reason })];
}

export function answerReplies(
  answer: HandoffAnswer,
  sentences: SkillSentences,
  { traits }: ActivityChannel,
): readonly Reply[] {
  switch (answer.status) {
    case 'queued':
    case 'active':
      return [...(traits.isReachedInTurns ? [say(sentences.inTurns)] : []), endOfConversation(answer)];
    case 'already-open':
      return [endOfConversation(answer)];
    case 'closed':
    case 'no-agents':
    case 'unavailable':
      return [say(sentences[refusals[answer.status]]), endOfConversation(answer)];
  }
}

const refusals = {
  closed: 'closed',
  'no-agents': 'noAgents',
  unavailable: 'unavailable',
} as const satisfies Readonly<Record<string, keyof SkillSentences>>;
