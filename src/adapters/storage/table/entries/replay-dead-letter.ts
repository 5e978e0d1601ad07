import type { DeadLetterEntry } from '../../record/entry.ts';
import type { SessionRecord, StoredMessage } from '../../record/session-record.ts';
import { replayLine, withLines } from '../../record/timeline/lines.ts';

/**
 * The record with a dead letter at the end of its lane, due at once. What its attempts have shown stays known. The
 * version is incremented, so that a commit that was decided for the shorter lane is stale.
 */
export function replayDeadLetter(record: SessionRecord, { id, at }: DeadLetterEntry): SessionRecord {
  const deadLetter = record.dead.find((each) => each.id === id);
  if (deadLetter === undefined) return record;
  const { cause: _, diedAt: __, ...item } = deadLetter;
  const pending: StoredMessage = { ...item, dueAt: at };
  const { direction } = deadLetter;
  return {
    ...record,
    version: record.version + 1,
    lanes: { ...record.lanes, [direction]: [...record.lanes[direction], pending] },
    dead: record.dead.filter((each) => each !== deadLetter),
    timeline: withLines(record.timeline, replayLine(deadLetter, at)),
  };
}
