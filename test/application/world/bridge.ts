import { byId } from '../../../src/application/by-id.ts';
import { findLiveChat } from '../../../src/application/callbacks/find-live-chat.ts';
import { recordAgentStatus } from '../../../src/application/callbacks/record-agent-status.ts';
import { relayAgentMessage } from '../../../src/application/callbacks/relay-agent-message.ts';
import { changeSession } from '../../../src/application/changes/change-session.ts';
import { commitNotifier } from '../../../src/application/delivery/dispatcher/commit-notifier.ts';
import { outboxDispatcher } from '../../../src/application/delivery/dispatcher/outbox-dispatcher.ts';
import { endHandoff } from '../../../src/application/end-handoff.ts';
import { feedFollower } from '../../../src/application/feeds/feed-follower.ts';
import type { Caller } from '../../../src/application/ports/caller.ts';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { CustomerChannel } from '../../../src/application/ports/customer-channel.ts';
import type { Ids } from '../../../src/application/ports/ids.ts';
import type { LiveChat } from '../../../src/application/ports/live-chat.ts';
import type { FeedLeases, LiveChatFeed } from '../../../src/application/ports/live-chat-feed.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import type { Outbox } from '../../../src/application/ports/outbox.ts';
import type { Reachability } from '../../../src/application/ports/peer.ts';
import type { SessionStore } from '../../../src/application/ports/session-store.ts';
import {
  relayCustomerMessage,
  relayCustomerTyping,
} from '../../../src/application/relay-customer-message.ts';
import { renewAddress } from '../../../src/application/renew-address.ts';
import { requestHandoff } from '../../../src/application/request-handoff.ts';
import type { Settings } from '../../../src/application/settings.ts';
import { expireSessions } from '../../../src/application/sweeps/expire-sessions.ts';
import { takeCustomerTurn } from '../../../src/application/take-customer-turn.ts';
import { takeTurnWords } from '../../../src/application/take-turn-words.ts';

export interface BridgeParts {
  readonly store: SessionStore & Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly liveChat: LiveChat;
  readonly callers: readonly Caller[];
  readonly channels: readonly CustomerChannel[];
  readonly settings: Settings;
  readonly log: Log;
  readonly reachability?: Reachability;
  readonly feed?: LiveChatFeed;
  readonly feedLeases?: FeedLeases;
}

export type Bridge = ReturnType<typeof bridge>;

/** All use cases of one process, which deliver from now on. */
export function bridge(parts: BridgeParts) {
  const { store, clock, ids, liveChat, settings, log } = parts;
  const [callers, channels] = [byId(parts.callers), byId(parts.channels)];
  const notifier = commitNotifier(clock);
  const change = changeSession({ store, clock, liveChat, channels, notifier, settings, log });
  const find = findLiveChat({ store, clock });
  const deliveries = outboxDispatcher({
    ...parts,
    ...{ callers, channels, change, outbox: store, notifier, log },
    isFollowed: parts.feed !== undefined,
  });
  deliveries.start();
  const relay = relayAgentMessage({ change, find });
  const record = recordAgentStatus({ change, find, channels, clock, notifier });
  const { feed, feedLeases } = parts;
  const follower =
    feed &&
    feedLeases &&
    feedFollower({
      feed,
      leases: feedLeases,
      store,
      relayAgentMessage: relay,
      recordAgentStatus: record,
      clock,
      ids,
      log,
      notifier,
    });
  follower?.start();
  const request = requestHandoff({ change, store, outbox: store, clock, ids, notifier, settings });
  const relayCustomer = relayCustomerMessage({ change, store });
  return {
    deliveries,
    follower,
    requestHandoff: request,
    relayCustomerMessage: relayCustomer,
    takeCustomerTurn: takeCustomerTurn({
      ...{ requestHandoff: request, relayCustomerMessage: relayCustomer, store, clock },
    }),
    relayCustomerTyping: relayCustomerTyping(store, liveChat),
    renewAddress: renewAddress({ change, store, outbox: store, notifier }),
    relayAgentMessage: relay,
    recordAgentStatus: record,
    endHandoff: endHandoff({ change, store, outbox: store, clock }),
    takeTurnWords: takeTurnWords({ change, store, outbox: store, clock, ids, settings, liveChat, channels }),
    expireSessions: expireSessions({ change, store, clock, settings, channels }),
  };
}
