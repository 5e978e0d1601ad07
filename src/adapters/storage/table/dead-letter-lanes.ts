import type { Direction } from '../../../application/ports/outbox.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from '../record/session-record.ts';

const emptiedLaneCause = 'abandoned';

/**
 * Empties lanes. What would have been read by somebody becomes a dead letter at once, also when an attempt is on:
 * should that attempt turn out to have delivered it, its settlement takes the dead letter back.
 */
export function deadLetterLanes(
  record: SessionRecord,
  emptied: readonly Direction[],
  at: number,
): SessionRecord {
  if (emptied.length === 0) return record;
  const given = [...new Set(emptied)].flatMap((direction) => record.lanes[direction]);
  const died = given
    .filter(becomesDeadLetter)
    .map((item): StoredDeadLetter => ({ ...item, cause: emptiedLaneCause, diedAt: at }));
  const left = (direction: Direction) => (emptied.includes(direction) ? [] : record.lanes[direction]);
  return {
    ...record,
    lanes: { 'to-live-chat': left('to-live-chat'), 'to-customer': left('to-customer') },
    dead: died.length === 0 ? record.dead : [...record.dead, ...died],
  };
}

/** Whether somebody was to read it. Nobody misses a `start`, `end` or `return` that is pointless now. */
function becomesDeadLetter({ content }: StoredMessage): boolean {
  return content.kind === 'say' || content.kind === 'notice';
}
