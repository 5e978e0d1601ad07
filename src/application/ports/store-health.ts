import type { EndReason, HandoffSession } from '../../domain/handoff-session.ts';
import type { Direction } from './outbox.ts';

export interface StoreMetrics {
  readonly sessions: readonly SessionCount[];
  readonly pending: Readonly<Record<Direction, number>>;
  readonly deadLetters: Readonly<Record<Direction, number>>;
}

interface SessionCount {
  readonly status: HandoffSession['status'];
  /** Why, of those that are ended or closing. */
  readonly reason?: EndReason;
  readonly count: number;
}

/** How a store is. The same adapter as the session store. */
export interface StoreHealth {
  /** Whether a commit could be stored now. Never rejects; asks the disk only after it has failed. */
  isWritable(): Promise<boolean>;
  /** Costs the same however much is stored. Of what waits, 200,000 messages at most are counted by a store that has to look. */
  metrics(): Promise<StoreMetrics>;
}
