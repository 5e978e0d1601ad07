import type { LiveChatAnswer } from '../../../../application/ports/inbound.ts';
import type { ListedWords } from './callback-ids.ts';
import type { Reach } from './word-looks.ts';

export interface UnnamedMessage {
  /** Messages in the list that this one may be, oldest first; absent when the list cannot be read. */
  readonly look: (reach: Reach) => Promise<readonly ListedWords[] | undefined>;
  readonly relayAs: (id: string) => Promise<LiveChatAnswer>;
  readonly noteShown: (listed: ListedWords) => void;
  /** Where the list does not help. */
  readonly otherwise: () => string;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** When the list is read, after the time before, in milliseconds: it may lag behind, and Dynamics waits ten seconds for the answer. */
const looks = [
  { afterMs: 0, reach: 'recent' },
  { afterMs: 0, reach: 'all' },
  { afterMs: 400, reach: 'all' },
  { afterMs: 1_200, reach: 'all' },
] as const satisfies readonly { readonly afterMs: number; readonly reach: Reach }[];

/**
 * Relays a message that has no id under the first id in the list that was not relayed yet. So the number of times that a text is
 * shown is the number of times that it was written: a repeat finds all its ids taken, and is one if that stays so. Most find theirs
 * among the recent ones; that others are not there says nothing.
 */
export async function relayUnnamed(message: UnnamedMessage): Promise<LiveChatAnswer> {
  let isKnown = false;
  for (const { afterMs, reach } of looks) {
    if (afterMs > 0) await message.pause(afterMs);
    const found = await message.look(reach);
    if (found === undefined) break;
    for (const listed of found) {
      const answer = await message.relayAs(listed.id);
      if (answer === 'accepted') message.noteShown(listed);
      if (answer !== 'duplicate') return answer;
      isKnown = true;
    }
  }
  return isKnown ? 'duplicate' : message.relayAs(message.otherwise());
}
