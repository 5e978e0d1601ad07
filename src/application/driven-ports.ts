import type { Callers } from './ports/caller.ts';
import type { Clock } from './ports/clock.ts';
import type { CustomerChannels } from './ports/customer-channel.ts';
import type { Ids } from './ports/ids.ts';
import type { LiveChat } from './ports/live-chat.ts';
import type { Log } from './ports/log.ts';
import type { Outbox } from './ports/outbox.ts';
import type { Retention } from './ports/retention.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { Settings } from './settings.ts';

/** What the application needs from outside, by the names under which its use cases ask for it. */
export interface DrivenPorts {
  readonly store: SessionStore;
  readonly outbox: Outbox;
  readonly retention: Retention;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: Settings;
  readonly callers: Callers;
  readonly channels: CustomerChannels;
  readonly liveChat: LiveChat;
}
