import type { Direction } from '../../../application/ports/outbox.ts';
import type { DeadItem, SessionRecord, WaitingItem } from '../record/session-record.ts';

const abandonedCause = 'abandoned';

/**
 * Empties lanes. What would have been read by somebody becomes a dead letter at once, also when an attempt is on:
 * should that attempt turn out to have delivered it, its settlement takes the dead letter back.
 */
export function abandonLanes(
  record: SessionRecord,
  abandoned: readonly Direction[],
  at: number,
): SessionRecord {
  if (abandoned.length === 0) return record;
  const given = [...new Set(abandoned)].flatMap((direction) => record.lanes[direction]);
  const died = given
    .filter(isLetter)
    .map((item): DeadItem => ({ ...item, cause: abandonedCause, diedAt: at }));
  const left = (direction: Direction) => (abandoned.includes(direction) ? [] : record.lanes[direction]);
  return {
    ...record,
    lanes: { 'to-live-chat': left('to-live-chat'), 'to-customer': left('to-customer') },
    dead: died.length === 0 ? record.dead : [...record.dead, ...died],
  };
}

/** Whether somebody was to read it. Nobody misses a `start`, `end` or `return` that is pointless now. */
function isLetter({ content }: WaitingItem): boolean {
  return content.kind === 'say' || content.kind === 'notice';
}
