import type { LiveChatAnswer } from '../../../../application/ports/inbound.ts';
import type { SameWords } from './word-looks.ts';

export interface UnnamedMessage {
  /** Of the first message with these words in its conversation. */
  readonly firstId: string;
  /** What the list has of these words; absent when it cannot be read. */
  readonly look: () => Promise<SameWords | undefined>;
  readonly relayAs: (id: string) => Promise<LiveChatAnswer>;
  /** Whether the words were relayed as the first a moment ago, as far as this process knows. */
  readonly wasJustRelayed: () => boolean;
  /** Where the list does not help. */
  readonly otherwise: () => string;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** When the list is read, after the time before, in milliseconds: it may lag behind, and Dynamics waits ten seconds for the answer. */
const looksAfterMs = [0, 400, 1_200];

/**
 * Relays a message that has no id. Words that were not relayed before in their conversation are no repeat, and nothing has to be read.
 * The same words once more are a repeat or the next message, which the list tells: each of its messages but the first, which was relayed
 * without it, is relayed under its id there. So the number of times that a text is shown is the number of times that it was written: a
 * repeat finds all ids taken, and is one if that stays so.
 */
export async function relayUnnamed(message: UnnamedMessage): Promise<LiveChatAnswer> {
  const first = await message.relayAs(message.firstId);
  if (first !== 'duplicate') return first;
  let isListed = false;
  for (const afterMs of looksAfterMs) {
    if (afterMs > 0) await message.pause(afterMs);
    const found = await message.look();
    if (found === undefined) break;
    isListed ||= found.isListed;
    for (const id of found.furtherIds) {
      const answer = await message.relayAs(id);
      if (answer !== 'duplicate') return answer;
    }
  }
  if (isListed || message.wasJustRelayed()) return 'duplicate';
  return message.relayAs(message.otherwise());
}
