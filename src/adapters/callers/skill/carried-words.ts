import type { Awaitable } from '../../../application/ports/awaitable.ts';
import type { TakeTurnWords, TurnWord, TurnWords } from '../../../application/ports/inbound.ts';
import type { ActivityChannel, ShownMessage } from '../../bot-framework/activity-channel.ts';
import type { Turn } from '../caller.ts';
import { endOfConversation } from './end-of-conversation.ts';
import { channelOf, conversationOf } from './place.ts';

type ShownWord = ShownMessage | ReturnType<typeof endOfConversation>;

/** What waited for the customer, as part of the answer to a turn. */
export interface CarriedWords extends Pick<TurnWords, 'hasMore' | 'settle'> {
  /** In the place of each word; absent where the answer says the same itself. */
  readonly shown: readonly (ShownWord | undefined)[];
  readonly givesBack: boolean;
  /** No repeat of the turn asks for them again: its session is over. */
  readonly isLast: boolean;
}

interface Carrying {
  readonly takeTurnWords: TakeTurnWords;
  readonly channels: readonly ActivityChannel[];
}

/**
 * Absent where nothing waits, or the channel is one whose customers are reached outside of turns. `saysEnd`: the answer itself tells the
 * copilot that it has its customer back.
 */
export function carriedBy(
  { takeTurnWords, channels }: Carrying,
  turn: Turn,
  saysEnd: boolean,
): Awaitable<CarriedWords | undefined> {
  const inTurn = channelOf(channels, turn)?.inTurn;
  if (!inTurn) return undefined;
  const asked = { conversationId: conversationOf(turn), requestId: turn.activityId };
  return takeTurnWords(asked).then((taken) => {
    if (!taken) return undefined;
    const { words, hasMore, settle } = taken;
    const shown = words.map((word) => {
      if (word.kind === 'words') return inTurn(word);
      return saysEnd ? undefined : returned(word);
    });
    const givesBack = words.some(({ kind }) => kind === 'return');
    return { shown, hasMore, settle, isLast: false, givesBack };
  });
}

const returned = ({ reason, liveChatId }: Extract<TurnWord, { readonly kind: 'return' }>) =>
  endOfConversation({ status: 'ended', reason, ...(liveChatId !== undefined && { liveChatId }) });
