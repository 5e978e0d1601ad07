import type { Settlement } from '../../../../application/ports/outbox.ts';
import type { SettledMessage } from '../../record/entry.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from '../../record/session-record.ts';
import { attemptLine, messageLine, withLines } from '../../record/timeline/lines.ts';

/** The record after the outcome of an attempt is known. A message that is not there any more settles to nothing. */
export function settleMessage(
  record: SessionRecord,
  { direction, id, settlement }: SettledMessage,
  at: number,
): SessionRecord {
  const lane = record.lanes[direction];
  const item = lane.find((each) => each.id === id);
  if (item === undefined) return settleDeadLetter(record, { id, settlement, at });
  const after = concluded(item, settlement.as);
  const withLane = (items: readonly StoredMessage[]) => ({
    ...record,
    lanes: { ...record.lanes, [direction]: items },
    timeline: withLines(record.timeline, lineOf(after, settlement, at)),
  });
  const without = () => withLane(lane.filter((each) => each !== item));
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return without();
    case 'rejected': {
      const died: StoredDeadLetter = { ...after, cause: settlement.cause, diedAt: at };
      return { ...without(), dead: [...record.dead, died] };
    }
    case 'not-delivered':
    case 'unknown': {
      const again = {
        ...after,
        dueAt: settlement.until,
        postponedAt: at,
        lastCause: settlement.cause,
      };
      return withLane(lane.map((each) => (each === item ? again : each)));
    }
  }
}

interface SettledLate {
  readonly id: string;
  readonly settlement: Settlement;
  readonly at: number;
}

/** The lane was emptied while the attempt was under way: only now is its outcome known. */
function settleDeadLetter(record: SessionRecord, { id, settlement, at }: SettledLate): SessionRecord {
  const deadLetter = record.dead.find((each) => each.id === id && each.isBegun);
  if (deadLetter === undefined) return record;
  const after = concluded(deadLetter, settlement.as);
  const withDead = (settled?: StoredDeadLetter): SessionRecord => ({
    ...record,
    dead: record.dead.flatMap((each) => (each === deadLetter ? (settled ?? []) : each)),
    timeline: withLines(record.timeline, lineOf(after, settlement, at)),
  });
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return withDead();
    case 'rejected':
      return withDead({ ...after, cause: settlement.cause });
    case 'not-delivered':
    case 'unknown':
      return withDead({ ...after, lastCause: settlement.cause });
  }
}

/** What the timeline keeps of an attempt; `item` as the attempt has left it. */
function lineOf(item: StoredMessage, settlement: Settlement, at: number): string {
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return messageLine(item, { at, as: settlement.as });
    case 'rejected':
      return messageLine(item, { at, as: 'rejected', cause: settlement.cause });
    case 'not-delivered':
    case 'unknown':
      return attemptLine(item, settlement, at);
  }
}

function concluded<Item extends StoredMessage>(item: Item, as: Settlement['as']): Item & Concluded {
  const unknownAttempts = item.unknownAttempts + (as === 'unknown' ? 1 : 0);
  return { ...item, isBegun: false, unknownAttempts };
}

interface Concluded {
  readonly isBegun: false;
  readonly unknownAttempts: number;
}
