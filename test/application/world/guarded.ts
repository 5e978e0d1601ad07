import { circuitBreakers } from '../../../src/adapters/circuit-breakers/breakers.ts';
import {
  guardedCaller,
  guardedChannel,
  guardedLiveChat,
} from '../../../src/adapters/circuit-breakers/guarded-peers.ts';
import type { Caller } from '../../../src/application/ports/caller.ts';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { CustomerChannel } from '../../../src/application/ports/customer-channel.ts';
import type { LiveChat } from '../../../src/application/ports/live-chat.ts';
import { logbook } from './fakes/logbook.ts';
import type { WorldOptions } from './world.ts';

interface Parties {
  readonly liveChat: LiveChat;
  readonly caller: Caller;
  readonly customerChannel: CustomerChannel;
}

/** The parties behind their circuit breakers. `between` may change what the breakers see of them. */
export const guardedBy = (between: (parties: Parties, clock: Clock) => Partial<Parties>): WorldOptions => ({
  guard: (parties, { clock, ids }) => {
    const breakers = circuitBreakers({ clock, ids, log: logbook().log });
    const { liveChat, caller, customerChannel } = { ...parties, ...between(parties, clock) };
    return {
      liveChat: guardedLiveChat(liveChat, breakers),
      caller: guardedCaller(caller, breakers),
      customerChannel: guardedChannel(customerChannel, breakers),
    };
  },
});

/** Both parties are left alone while they fail. */
export const guarded: WorldOptions = guardedBy(() => ({}));
