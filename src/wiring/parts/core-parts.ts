import type { FindLiveChat } from '../../application/callbacks/find-live-chat.ts';
import type { ChangeSession } from '../../application/changes/change-session.ts';
import type { CommitNotifier } from '../../application/delivery/dispatcher/commit-notifier.ts';
import type { OutboxDispatcher } from '../../application/delivery/dispatcher/outbox-dispatcher.ts';
import type { FeedFollower } from '../../application/feeds/feed-follower.ts';
import type { Callers } from '../../application/ports/caller.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { CustomerChannels } from '../../application/ports/customer-channel.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type {
  ApplyRetention,
  DeadLetters,
  EndHandoff,
  EraseCustomer,
  ExpireSessions,
  RecordAgentStatus,
  RelayAgentMessage,
  RelayCustomerMessage,
  RelayCustomerTyping,
  RequestHandoff,
} from '../../application/ports/inbound.ts';
import type { LiveChat } from '../../application/ports/live-chat.ts';
import type { Log } from '../../application/ports/log.ts';
import type { Outbox } from '../../application/ports/outbox.ts';
import type { Reachability } from '../../application/ports/peer.ts';
import type { Retention } from '../../application/ports/retention.ts';
import type { StoreHealth } from '../../application/ports/store-health.ts';
import type { Config } from '../../config/config.ts';
import type { Store } from './platform.ts';

/** What the application needs from outside. */
export interface DrivenPorts {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly retention: Retention;
  readonly health: StoreHealth;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: Config['settings'];
  readonly callers: Callers;
  readonly channels: CustomerChannels;
  readonly liveChat: LiveChat;
  readonly reachability: Reachability;
}

export interface UseCases {
  readonly change: ChangeSession;
  readonly find: FindLiveChat;
  readonly notifier: CommitNotifier;
  readonly deliveries: OutboxDispatcher;
  readonly feeds: FeedFollower;
  readonly requestHandoff: RequestHandoff;
  readonly relayCustomerMessage: RelayCustomerMessage;
  readonly relayCustomerTyping: RelayCustomerTyping;
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly endHandoff: EndHandoff;
  readonly expireSessions: ExpireSessions;
  readonly applyRetention: ApplyRetention;
  readonly deadLetters: DeadLetters;
  readonly eraseCustomer: EraseCustomer;
}
