import { type Direction, eachDirection } from '../../../../application/ports/outbox.ts';
import type { BeginEntry, CommitEntry, DeadLetterEntry, Entry } from '../../record/entry.ts';
import { redactTexts } from '../../record/redact-texts.ts';
import type { SessionRecord, StoredMessage } from '../../record/session-record.ts';
import { messageLine, withLines } from '../../record/timeline/lines.ts';
import { deadLetterLanes } from './dead-letter-lanes.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';
import { settleMessage } from './settle-message.ts';

/** The record after an entry, absent when it is forgotten. Pure: the same entries give the same record again. */
export function applyEntry(record: SessionRecord | undefined, entry: Entry): SessionRecord | undefined {
  if (entry.type === 'commit') return applyCommit(record, entry);
  if (record === undefined) throw new Error(`${entry.type} cannot be the first entry of a session`);
  const next = { ...record, sequence: record.sequence + 1 };
  switch (entry.type) {
    case 'begin':
      return applyBegin(next, entry);
    case 'settle':
      return settleMessage(next, entry, entry.at);
    case 'replay':
      return replayDeadLetter(next, entry);
    case 'erase':
      return redactTexts(next);
    case 'forget':
      return undefined;
    case 'drop':
      return removeDeadLetter(next, entry);
  }
}

/** Settles first, so that a message which was just settled does not become a dead letter. */
function applyCommit(record: SessionRecord | undefined, entry: CommitEntry): SessionRecord {
  const next: SessionRecord = {
    session: entry.session,
    version: (record?.version ?? 0) + 1,
    sequence: (record?.sequence ?? 0) + 1,
    lanes: record?.lanes ?? eachDirection(() => []),
    dead: record?.dead ?? [],
    timeline: withLines(record?.timeline ?? '', entry.timeline ?? ''),
  };
  const settled = entry.settled ? settleMessage(next, entry.settled, entry.at) : next;
  const emptied = deadLetterLanes(settled, entry.deadLetterLanes, entry.at);
  if (entry.messages.length === 0) return emptied;
  return {
    ...emptied,
    lanes: eachDirection((direction) => added(emptied.lanes[direction], direction, entry)),
  };
}

/** A lane to which nothing is added stays the same, with what is known of it. */
function added(
  lane: readonly StoredMessage[],
  direction: Direction,
  { messages, begins }: CommitEntry,
): readonly StoredMessage[] {
  let longer: StoredMessage[] | undefined;
  for (const each of messages) {
    if (each.direction !== direction) continue;
    const isBegun = begins?.includes(each.id) ?? false;
    const attempts = isBegun ? 1 : 0;
    longer ??= [...lane];
    longer.push({ ...each, attempts, unknownAttempts: 0, dueAt: each.acceptedAt, isBegun });
  }
  return longer ?? lane;
}

function removeDeadLetter(record: SessionRecord, { id, at }: DeadLetterEntry): SessionRecord {
  const deadLetter = record.dead.find((each) => each.id === id);
  if (deadLetter === undefined) return record;
  const line = messageLine(deadLetter, { at, as: 'removed', cause: deadLetter.cause });
  return {
    ...record,
    dead: record.dead.filter((each) => each !== deadLetter),
    timeline: withLines(record.timeline, line),
  };
}

/** An attempt that was begun and never settled has an outcome that we shall not learn. */
function applyBegin(record: SessionRecord, { direction, id }: BeginEntry): SessionRecord {
  const lane = record.lanes[direction].map((item): StoredMessage => {
    if (item.id !== id) return item;
    const unknownAttempts = item.unknownAttempts + (item.isBegun ? 1 : 0);
    return { ...item, attempts: item.attempts + 1, unknownAttempts, isBegun: true };
  });
  return { ...record, lanes: { ...record.lanes, [direction]: lane } };
}
