import type { Tracing } from '../../adapters/tracing/tracing.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { LaneNotifications } from '../../application/ports/lane-notifications.ts';
import type { FeedLeases } from '../../application/ports/live-chat-feed.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Outbox } from '../../application/ports/outbox.ts';
import type { Retention } from '../../application/ports/retention.ts';
import type { SessionStore } from '../../application/ports/session-store.ts';
import type { StoreHealth } from '../../application/ports/store-health.ts';

export type Store = SessionStore & Outbox & Retention & StoreHealth & FeedLeases & Partial<LaneNotifications>;

/** What differs between production and tests. */
export interface Platform {
  /** Closed after everything that uses it, if it can be. */
  readonly store: Store & { close?(): Promise<void> };
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Absent when nothing is traced. */
  readonly tracing?: Tracing;
}
