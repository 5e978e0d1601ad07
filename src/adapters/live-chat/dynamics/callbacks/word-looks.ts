import type { Clock } from '../../../../application/ports/clock.ts';
import type { LiveChatId } from '../../../../domain/ids.ts';
import type { ListMessages } from '../messages.ts';
import { shownText } from './agent-words.ts';
import { type Heard, type ListedWords, listedSame } from './callback-ids.ts';
import { sharedLooks } from './shared-looks.ts';

/** How far back a look goes: to what was shown last, or to all that may be meant. */
export type Reach = 'recent' | 'all';

export interface SoughtWords extends Heard {
  readonly conversation: LiveChatId;
}

/** Looks into the list of messages for words that came without an id. */
export interface WordLooks {
  /** The messages that these words may be, oldest first; absent when the list cannot be read in time. */
  find(words: SoughtWords, reach: Reach): Promise<readonly ListedWords[] | undefined>;
  /** The next look for recent words of this conversation begins here. */
  noteShown(conversation: LiveChatId, listed: ListedWords): void;
}

/** A message that is repeated, or comes late, was written within so many milliseconds: a callback is repeated within a minute. */
const longestBackMs = 10 * 60_000;
/** Nearly every message comes so soon after it was written, in milliseconds. */
const recentMs = 5_000;
const lookTimeoutMs = 2_000;
/** With the time for a token, which may take longer than Dynamics waits, and for a look under way before it. */
const longestLookMs = 3_000;
/** Conversations whose last words are remembered. Those of others, and of another replica, cost a longer list and nothing else. */
const mostRemembered = 10_000;

export function wordLooks(list: ListMessages, clock: Clock): WordLooks {
  const shared = sharedLooks(list);
  const shownAt = new Map<LiveChatId, number>();
  const sinceOf = (conversation: LiveChatId, reach: Reach): number => {
    const now = clock.now();
    const earliest = now - longestBackMs;
    if (reach === 'all') return earliest;
    return Math.max(shownAt.get(conversation) ?? now - recentMs, earliest);
  };
  return {
    async find({ conversation, text, from }, reach) {
      const since = sinceOf(conversation, reach);
      const listing = shared({ conversation, since, timeoutMs: lookTimeoutMs });
      const listed = await within(clock, longestLookMs, listing);
      if (!listed || 'failed' in listed) return undefined;
      const shown = listed.messages.map((each) => ({ ...each, shown: shownText(each) }));
      return listedSame({ text, from }, shown);
    },
    noteShown(conversation, { at }) {
      const before = shownAt.get(conversation) ?? 0;
      shownAt.delete(conversation);
      shownAt.set(conversation, Math.max(at, before));
      const [oldest] = shownAt.keys();
      if (shownAt.size > mostRemembered && oldest !== undefined) shownAt.delete(oldest);
    },
  };
}

/** What comes in so many milliseconds. */
const within = <Value>(clock: Clock, ms: number, coming: Promise<Value>): Promise<Value | undefined> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    coming.then(resolve, reject).finally(cancel);
  });
