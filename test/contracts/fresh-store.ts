import type { Store } from './session-steps.ts';
import type { TestClock } from './test-clock.ts';

export interface FreshStore {
  readonly store: Store;
  readonly clock: TestClock;
  /** Opens the store again as it is after its end; absent where nothing outlives the process. */
  readonly reopen?: (end: 'close' | 'kill') => Promise<Store>;
}

export type MakeFreshStore = () => Promise<FreshStore>;
