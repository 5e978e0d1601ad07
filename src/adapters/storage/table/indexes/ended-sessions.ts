import { directions } from '../../../../application/ports/outbox.ts';
import type { SessionId } from '../../../../domain/ids.ts';
import { holdsTexts } from '../../record/redact-texts.ts';
import type { SessionRecord } from '../../record/session-record.ts';
import { TimeIndex } from './time-index.ts';

/** Sessions that ended within so many milliseconds of each other are in no order. */
const slotMs = 60_000;

export class EndedSessions {
  readonly #withTexts = new TimeIndex<SessionId>(slotMs);
  readonly #deletable = new TimeIndex<SessionId>(slotMs);

  replace(before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    note(this.#withTexts, endOfTexts(before), endOfTexts(after));
    note(this.#deletable, endOfAll(before), endOfAll(after));
  }

  /** Some that ended before a time and whose texts are not erased. */
  withTextsBefore(time: number, limit: number): readonly SessionId[] {
    return this.#withTexts.before(time, limit);
  }

  /** Some that ended before a time and in which nothing waits. */
  deletableBefore(time: number, limit: number): readonly SessionId[] {
    return this.#deletable.before(time, limit);
  }
}

interface End {
  readonly id: SessionId;
  readonly at: number;
}

function endOfTexts(record: SessionRecord | undefined): End | undefined {
  return record && holdsTexts(record) ? endOf(record) : undefined;
}

function endOfAll(record: SessionRecord | undefined): End | undefined {
  const isEmpty = record && directions.every((direction) => record.lanes[direction].length === 0);
  return isEmpty ? endOf(record) : undefined;
}

const endOf = ({ session }: SessionRecord): End | undefined =>
  session.status === 'ended' ? { id: session.id, at: session.endedAt } : undefined;

function note(index: TimeIndex<SessionId>, was: End | undefined, is: End | undefined): void {
  if (was?.at === is?.at) return;
  if (was) index.remove(was.id, was.at);
  if (is) index.add(is.id, is.at);
}
