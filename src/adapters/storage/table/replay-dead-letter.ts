import type { LetterEntry } from '../record/entry.ts';
import type { SessionRecord, WaitingItem } from '../record/session-record.ts';

/**
 * The record with a dead letter at the end of its lane, due at once. What its attempts have shown stays known. The
 * version counts on, so that whoever decided while the lane was shorter decides again.
 */
export function replayLetter(record: SessionRecord, { id, at }: LetterEntry): SessionRecord {
  const letter = record.dead.find((each) => each.id === id);
  if (letter === undefined) return record;
  const { cause: _, diedAt: __, ...item } = letter;
  const waiting: WaitingItem = { ...item, dueAt: at };
  const { direction } = letter;
  return {
    ...record,
    version: record.version + 1,
    lanes: { ...record.lanes, [direction]: [...record.lanes[direction], waiting] },
    dead: record.dead.filter((each) => each !== letter),
  };
}
