import type { Settlement } from '../../../application/ports/outbox.ts';
import type { SettledMessage } from '../record/entry.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from '../record/session-record.ts';

/** The record after the outcome of an attempt is known. A message that is not there any more settles to nothing. */
export function settleMessage(
  record: SessionRecord,
  { direction, id, settlement }: SettledMessage,
  at: number,
): SessionRecord {
  const lane = record.lanes[direction];
  const item = lane.find((each) => each.id === id);
  if (item === undefined) return settleDeadLetter(record, id, settlement);
  const withLane = (items: readonly StoredMessage[]) => ({
    ...record,
    lanes: { ...record.lanes, [direction]: items },
  });
  const without = () => withLane(lane.filter((each) => each !== item));
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return without();
    case 'rejected': {
      const died: StoredDeadLetter = { ...concluded(item, 'rejected'), cause: settlement.cause, diedAt: at };
      return { ...without(), dead: [...record.dead, died] };
    }
    case 'not-delivered':
    case 'unknown': {
      const again = {
        ...concluded(item, settlement.as),
        dueAt: settlement.until,
        postponedAt: at,
        lastCause: settlement.cause,
      };
      return withLane(lane.map((each) => (each === item ? again : each)));
    }
  }
}

/** The lane was emptied while the attempt was under way: only now is its outcome known. */
function settleDeadLetter(record: SessionRecord, id: string, settlement: Settlement): SessionRecord {
  const deadLetter = record.dead.find((each) => each.id === id && each.isBegun);
  if (deadLetter === undefined) return record;
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return { ...record, dead: record.dead.filter((each) => each !== deadLetter) };
    case 'rejected':
      return withDead(record, deadLetter, { ...concluded(deadLetter, 'rejected'), cause: settlement.cause });
    case 'not-delivered':
    case 'unknown':
      return withDead(record, deadLetter, {
        ...concluded(deadLetter, settlement.as),
        lastCause: settlement.cause,
      });
  }
}

function withDead(record: SessionRecord, former: StoredDeadLetter, settled: StoredDeadLetter): SessionRecord {
  return { ...record, dead: record.dead.map((each) => (each === former ? settled : each)) };
}

function concluded<Item extends StoredMessage>(item: Item, as: Settlement['as']): Item & Concluded {
  const unknownAttempts = item.unknownAttempts + (as === 'unknown' ? 1 : 0);
  return { ...item, isBegun: false, unknownAttempts };
}

interface Concluded {
  readonly isBegun: false;
  readonly unknownAttempts: number;
}
