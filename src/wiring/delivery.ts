import { commitNotifier } from '../application/delivery/dispatcher/commit-notifier.ts';
import { outboxDispatcher } from '../application/delivery/dispatcher/outbox-dispatcher.ts';
import { moduleOf } from './provide.ts';

export const deliveryModule = moduleOf(({ provide }) => {
  provide(
    'notifier',
    ({ clock, store }) => {
      const notifier = commitNotifier(clock);
      store.onLaneFilled?.(notifier.notifyFilled);
      return notifier;
    },
    ['clock', 'store'],
  );
  provide(
    'deliveries',
    ({ openedLiveChat: { feed }, ...its }) => outboxDispatcher({ ...its, isFollowed: feed !== undefined }),
    [
      'change',
      'store',
      'outbox',
      'clock',
      'ids',
      'settings',
      'liveChat',
      'callers',
      'channels',
      'log',
      'notifier',
      'reachability',
      'openedLiveChat',
    ],
  ).endedBy((deliveries) => deliveries.stop());
});
