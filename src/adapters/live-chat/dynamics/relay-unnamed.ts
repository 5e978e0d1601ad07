import type { LiveChatAnswer } from '../../../application/ports/inbound.ts';

export interface UnnamedMessage {
  /** Ids of messages in the list that this one may be, oldest first; absent when the list cannot be read. */
  readonly idsInList: () => Promise<readonly string[] | undefined>;
  readonly relayAs: (id: string) => Promise<LiveChatAnswer>;
  /** Where the list does not help. */
  readonly otherwise: () => string;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** When the list is read, after the time before, in milliseconds: it may lag behind, and Dynamics waits ten seconds for the answer. */
const looksAfterMs = [0, 400, 1_200];

/**
 * Relays a message that has no id under the first id in the list that was not relayed yet. So the number of times that a text is
 * shown is the number of times that it was written: a repeat finds all its ids taken, and is one if that stays so.
 */
export async function relayUnnamed(message: UnnamedMessage): Promise<LiveChatAnswer> {
  let isKnown = false;
  for (const afterMs of looksAfterMs) {
    if (afterMs > 0) await message.pause(afterMs);
    const ids = await message.idsInList();
    if (ids === undefined) break;
    for (const id of ids) {
      const answer = await message.relayAs(id);
      if (answer !== 'duplicate') return answer;
      isKnown = true;
    }
  }
  return isKnown ? 'duplicate' : message.relayAs(message.otherwise());
}
