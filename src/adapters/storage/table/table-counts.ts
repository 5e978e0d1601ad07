import { directions } from '../../../application/ports/outbox.ts';
import type { StoreMetrics } from '../../../application/ports/store-health.ts';
import type { HandoffSession } from '../../../domain/handoff-session.ts';
import { bytesOf } from '../record/lane-bytes.ts';
import type { SessionRecord } from '../record/session-record.ts';

type SessionCount = StoreMetrics['sessions'][number];

/** Totals, maintained with each change, so that metrics need no scan of all sessions. */
export class TableCounts {
  readonly #sessions = new Map<string, SessionCount>();
  readonly #pending = { 'to-live-chat': 0, 'to-customer': 0 };
  readonly #dead = { 'to-live-chat': 0, 'to-customer': 0 };

  #bytes = 0;

  /** What all messages weigh together, those that wait and those that died. */
  get bytes(): number {
    return this.#bytes;
  }

  replace(before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    if (before?.session !== after?.session) {
      if (before) this.#count(before.session, -1);
      if (after) this.#count(after.session, 1);
    }
    for (const direction of directions) {
      const had = before?.lanes[direction].length ?? 0;
      this.#pending[direction] += (after?.lanes[direction].length ?? 0) - had;
    }
    this.#bytes += bytesIn(after) - bytesIn(before);
    if (before?.dead === after?.dead) return;
    for (const { direction } of before?.dead ?? []) this.#dead[direction]--;
    for (const { direction } of after?.dead ?? []) this.#dead[direction]++;
  }

  metrics(): StoreMetrics {
    return {
      sessions: [...this.#sessions.values()].filter(({ count }) => count > 0),
      pending: { ...this.#pending },
      deadLetters: { ...this.#dead },
    };
  }

  #count(session: HandoffSession, by: 1 | -1): void {
    const kind = kindOf(session);
    const key = `${kind.status} ${kind.reason ?? ''}`;
    const count = (this.#sessions.get(key)?.count ?? 0) + by;
    this.#sessions.set(key, { ...kind, count });
  }
}

const bytesIn = (record: SessionRecord | undefined): number =>
  record === undefined
    ? 0
    : bytesOf(record.lanes['to-live-chat']) + bytesOf(record.lanes['to-customer']) + bytesOf(record.dead);

function kindOf(session: HandoffSession): Omit<SessionCount, 'count'> {
  const { status } = session;
  return 'reason' in session ? { status, reason: session.reason } : { status };
}
