import type { Platform } from './parts/platform.ts';
import { moduleOf } from './provide.ts';

/** One store, by the name of each port that it serves. */
export const storageModule = ({ store }: Platform) =>
  moduleOf(({ provide }) => {
    provide('store', () => store, []).endedBy(async () => store.close?.());
    provide('outbox', (its) => its.store, ['store']);
    provide('retention', (its) => its.store, ['store']);
    provide('timelines', (its) => its.store, ['store']);
    provide('health', (its) => its.store, ['store']);
  });
