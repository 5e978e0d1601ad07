import type { Closable, CompleteStore } from '../../adapters/storage/record/complete-store.ts';
import type { Tracing } from '../../adapters/tracing/tracing.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { LaneNotifications } from '../../application/ports/lane-notifications.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Config } from '../../config/config.ts';

export type Store = CompleteStore & Partial<LaneNotifications>;

/** What differs between production and tests. */
export interface Platform {
  /** Closed after everything that uses it, if it can be. */
  readonly store: Store & Partial<Closable>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The settings with the secrets that count now. Default: those that it was composed with. */
  readonly latest?: () => Config;
  /** Absent when nothing is traced. */
  readonly tracing?: Tracing;
}
