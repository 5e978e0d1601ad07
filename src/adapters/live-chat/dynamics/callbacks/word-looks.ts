import type { Clock } from '../../../../application/ports/clock.ts';
import type { LiveChatId } from '../../../../domain/ids.ts';
import type { ListMessages } from '../messages.ts';
import { shownText } from './agent-words.ts';
import { firstIdOf, furtherIdsOf, type Heard, listedSame } from './callback-ids.ts';
import { sharedLooks } from './shared-looks.ts';

export interface HeardWords extends Heard {
  readonly conversation: LiveChatId;
}

/** The messages of a conversation that read alike. */
export interface SameWords {
  /** Whether there is any. */
  readonly isListed: boolean;
  /** Of those that some words may be, oldest first, without the very first of the conversation. */
  readonly furtherIds: readonly string[];
}

/** Looks into the list of messages for words that came without an id. */
export interface WordLooks {
  /** Absent when the list cannot be read in time. */
  find(words: HeardWords): Promise<SameWords | undefined>;
  noteFirst(words: HeardWords): void;
  /** Whether they were noted within {@link justMs}. */
  wasJustFirst(words: HeardWords): boolean;
}

const lookTimeoutMs = 2_000;
/** With the time for a token, which may take longer than Dynamics waits, and for a look under way before it. */
const longestLookMs = 3_000;
/** Where the list does not help, the same words count as one for so many milliseconds. */
const justMs = 15_000;
/** Words that are remembered as relayed a moment ago. It counts only where the list cannot be read, and a restart forgets it. */
const mostRemembered = 10_000;

export function wordLooks(list: ListMessages, clock: Clock): WordLooks {
  const shared = sharedLooks(list);
  const firstAt = new Map<string, number>();
  const keyOf = ({ conversation, text }: HeardWords) => `${conversation} ${firstIdOf(text)}`;
  return {
    async find({ conversation, ...heard }) {
      // From its beginning: the first of the messages is known by its place alone.
      const listed = await within(
        clock,
        longestLookMs,
        shared({ conversation, since: 0, timeoutMs: lookTimeoutMs }),
      );
      if (!listed || 'failed' in listed) return undefined;
      const shown = listed.messages.map((each) => ({ ...each, shown: shownText(each) }));
      const same = listedSame(heard.text, shown);
      return { isListed: same.length > 0, furtherIds: furtherIdsOf(heard, same) };
    },
    noteFirst(words) {
      firstAt.set(keyOf(words), clock.now());
      const [oldest] = firstAt.keys();
      if (firstAt.size > mostRemembered && oldest !== undefined) firstAt.delete(oldest);
    },
    wasJustFirst: (words) => clock.now() - (firstAt.get(keyOf(words)) ?? Number.NEGATIVE_INFINITY) < justMs,
  };
}

/** What comes in so many milliseconds. */
const within = <Value>(clock: Clock, ms: number, coming: Promise<Value>): Promise<Value | undefined> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    coming.then(resolve, reject).finally(cancel);
  });
