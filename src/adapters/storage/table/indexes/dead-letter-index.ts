import type { SessionId } from '../../../../domain/ids.ts';
import type { SessionRecord, StoredDeadLetter } from '../../record/session-record.ts';
import { TimeIndex } from './time-index.ts';

/** Letters that died within so many milliseconds of each other are sorted when they are asked for. */
const slotMs = 1000;

/** Finds dead letters by their ids and by the time of their death. */
export class DeadLetterIndex {
  readonly #sessionOf = new Map<string, SessionId>();
  readonly #byDeath = new TimeIndex<string>(slotMs);

  replace(before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    if (before?.dead === after?.dead) return;
    const left = new Map((after?.dead ?? []).map(({ id, diedAt }) => [id, diedAt]));
    const had = new Set<string>();
    for (const { id, diedAt } of before?.dead ?? []) {
      had.add(id);
      if (left.get(id) === diedAt) continue;
      this.#byDeath.remove(id, diedAt);
      this.#sessionOf.delete(id);
    }
    for (const deadLetter of after?.dead ?? []) {
      if (!had.has(deadLetter.id) || !this.#sessionOf.has(deadLetter.id)) this.#add(deadLetter);
    }
  }

  sessionOf(id: string): SessionId | undefined {
    return this.#sessionOf.get(id);
  }

  newest(limit: number): readonly string[] {
    return this.#byDeath.newest(limit);
  }

  #add({ id, sessionId, diedAt }: StoredDeadLetter): void {
    this.#sessionOf.set(id, sessionId);
    this.#byDeath.add(id, diedAt);
  }
}
