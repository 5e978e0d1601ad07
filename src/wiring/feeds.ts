import { type FeedFollower, feedFollower } from '../application/feeds/feed-follower.ts';
import { moduleOf } from './provide.ts';

/** What listens to live chats that have to be followed. */
export const feedsModule = moduleOf(({ provide }) => {
  provide(
    'feeds',
    ({ openedLiveChat: { feed }, ...its }) =>
      feed === undefined ? nothingToFollow : feedFollower({ ...its, feed, leases: its.store }),
    ['openedLiveChat', 'store', 'relayAgentMessage', 'recordAgentStatus', 'clock', 'ids', 'log', 'notifier'],
  ).endedBy((feeds) => feeds.stop());
});

/** A live chat that calls back is not followed. */
const nothingToFollow: FeedFollower = {
  start() {},
  stop: async () => {},
  health: () => ({ followed: 0, unheard: 0, longestUnheardMs: 0 }),
};
