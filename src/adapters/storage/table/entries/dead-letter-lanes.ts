import { type Direction, eachDirection } from '../../../../application/ports/outbox.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from '../../record/session-record.ts';
import { messageLine, withLines } from '../../record/timeline/lines.ts';

const emptiedLaneCause = 'abandoned';

/**
 * Empties lanes. Texts become dead letters at once, also while an attempt is under way: if that attempt delivered the text,
 * its settlement removes the dead letter.
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
  const dropped = given
    .filter((item) => !becomesDeadLetter(item))
    .map((item) => messageLine(item, { at, as: 'dropped' }));
  return {
    ...record,
    lanes: eachDirection((direction) => (emptied.includes(direction) ? [] : record.lanes[direction])),
    dead: died.length === 0 ? record.dead : [...record.dead, ...died],
    timeline: withLines(record.timeline, dropped.join('')),
  };
}

/** Whether it is a text for a person. A `start`, `end` or `return` is pointless now and simply dropped. */
function becomesDeadLetter({ content }: StoredMessage): boolean {
  return content.kind === 'say' || content.kind === 'notice';
}
