import manifest from '../../package.json' with { type: 'json' };
import { countingStore } from '../adapters/admin/metrics/counting-store.ts';
import { newMetrics } from '../adapters/admin/metrics/metrics.ts';
import { adminRoutes } from '../adapters/admin/routes.ts';
import { moduleOf } from './provide.ts';

/** What operators ask, and what is counted for them. */
export const operatorsModule = moduleOf(({ provide, contribute, decorate }) => {
  provide(
    'metrics',
    ({ config: { store, liveChat } }) =>
      newMetrics({ version: manifest.version, store, liveChat: liveChat.kind }),
    ['config'],
  );
  decorate('store', (store, its) => countingStore(store, its.metrics, its.clock), ['metrics', 'clock']);
  contribute('routes', ({ latest, ...its }) => [adminRoutes({ ...its, token: () => latest().adminToken })], [
    'latest',
    'deadLetters',
    'eraseCustomer',
    'health',
    'timelines',
    'clock',
    'metrics',
    'reachability',
    'refusals',
    'throttles',
    'feeds',
  ]);
});
