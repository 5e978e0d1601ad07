import type { TurnUseCases } from '../../adapters/callers/caller.ts';
import type { FindLiveChat } from '../../application/callbacks/find-live-chat.ts';
import type { ChangeSession } from '../../application/changes/change-session.ts';
import type { CommitNotifier } from '../../application/delivery/dispatcher/commit-notifier.ts';
import type { OutboxDispatcher } from '../../application/delivery/dispatcher/outbox-dispatcher.ts';
import type { DrivenPorts } from '../../application/driven-ports.ts';
import type { FeedFollower } from '../../application/feeds/feed-follower.ts';
import type {
  ApplyRetention,
  DeadLetters,
  EraseCustomer,
  ExpireSessions,
  RecordAgentStatus,
  RelayAgentMessage,
  RenewAddress,
  TakeCustomerTurn,
  TakeTurnWords,
} from '../../application/ports/inbound.ts';
import type { Reachability } from '../../application/ports/peer.ts';
import type { SessionTimelines } from '../../application/ports/session-timelines.ts';
import type { StoreHealth } from '../../application/ports/store-health.ts';
import type { Config } from '../../config/config.ts';
import type { Store } from './platform.ts';

export interface DrivenParts extends DrivenPorts {
  readonly store: Store;
  readonly health: StoreHealth;
  readonly timelines: SessionTimelines;
  readonly settings: Config['settings'];
  readonly reachability: Reachability;
}

export interface UseCases extends TurnUseCases {
  readonly change: ChangeSession;
  readonly find: FindLiveChat;
  readonly notifier: CommitNotifier;
  readonly deliveries: OutboxDispatcher;
  readonly feeds: FeedFollower;
  readonly takeCustomerTurn: TakeCustomerTurn;
  readonly renewAddress: RenewAddress;
  readonly takeTurnWords: TakeTurnWords;
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly expireSessions: ExpireSessions;
  readonly applyRetention: ApplyRetention;
  readonly deadLetters: DeadLetters;
  readonly eraseCustomer: EraseCustomer;
}
