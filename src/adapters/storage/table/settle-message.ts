import type { Settlement } from '../../../application/ports/outbox.ts';
import type { SettledMessage } from '../record/entry.ts';
import type { DeadItem, SessionRecord, WaitingItem } from '../record/session-record.ts';

/** The record after the outcome of an attempt is known. A message that is not there any more settles to nothing. */
export function settleMessage(
  record: SessionRecord,
  { direction, id, settlement }: SettledMessage,
  at: number,
): SessionRecord {
  const lane = record.lanes[direction];
  const item = lane.find((each) => each.id === id);
  if (item === undefined) return settleAbandoned(record, id, settlement);
  const withLane = (items: readonly WaitingItem[]) => ({
    ...record,
    lanes: { ...record.lanes, [direction]: items },
  });
  const without = () => withLane(lane.filter((each) => each !== item));
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return without();
    case 'rejected': {
      const died: DeadItem = { ...concluded(item, 'rejected'), cause: settlement.cause, diedAt: at };
      return { ...without(), dead: [...record.dead, died] };
    }
    case 'postponed':
    case 'unknown': {
      const again = { ...concluded(item, settlement.as), dueAt: settlement.until, postponedAt: at };
      return withLane(lane.map((each) => (each === item ? again : each)));
    }
  }
}

/** Its lane was abandoned while the attempt was on: only now is it known whether it is lost. */
function settleAbandoned(record: SessionRecord, id: string, settlement: Settlement): SessionRecord {
  const letter = record.dead.find((each) => each.id === id && each.isBegun);
  if (letter === undefined) return record;
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return { ...record, dead: record.dead.filter((each) => each !== letter) };
    case 'rejected':
      return withDead(record, letter, { ...concluded(letter, 'rejected'), cause: settlement.cause });
    case 'postponed':
    case 'unknown':
      return withDead(record, letter, concluded(letter, settlement.as));
  }
}

function withDead(record: SessionRecord, letter: DeadItem, concludedLetter: DeadItem): SessionRecord {
  return { ...record, dead: record.dead.map((each) => (each === letter ? concludedLetter : each)) };
}

function concluded<Item extends WaitingItem>(item: Item, as: Settlement['as']): Item & Concluded {
  const unknownAttempts = item.unknownAttempts + (as === 'unknown' ? 1 : 0);
  return { ...item, isBegun: false, unknownAttempts };
}

interface Concluded {
  readonly isBegun: false;
  readonly unknownAttempts: number;
}
