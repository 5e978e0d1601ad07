import { setTimeout as sleep } from 'node:timers/promises';
import { conversationOfCallback } from '../../../simulators/copilot-studio/connected-agent/callbacks.ts';
import type { FaultProxy } from '../../../simulators/faults/fault-proxy.ts';
import type { Asked } from '../../../simulators/faults/orders.ts';
import { whichRequests } from '../../../simulators/live-chat/which-requests.ts';
import type { ChaosWorld } from '../chaos-world.ts';

interface Poison {
  readonly oneIn: number;
  readonly random: () => number;
  readonly isOver: () => boolean;
}

interface Way {
  readonly proxy: FaultProxy;
  readonly isWords: (asked: Asked) => boolean;
  /** Answers that no repeat would change. */
  readonly refusals: readonly number[];
}

/**
 * A live chat's 403 is about our key, which an operator mends, and a callback's about its right: those are repeated. What a
 * callback means with an empty 400 is not known, so that is repeated as well.
 */
const waysOf = ({ proxies: { toTeams, toLiveChat }, liveChat }: ChaosWorld): readonly Way[] => [
  {
    proxy: toTeams,
    isWords: ({ path }) => /\/v3\/conversations\/[^/]+\/activities$/.test(path),
    refusals: [400, 403, 413],
  },
  {
    proxy: toTeams,
    isWords: ({ path }) => conversationOfCallback(path) !== undefined,
    refusals: [413],
  },
  { proxy: toLiveChat, isWords: whichRequests(liveChat.reads).step('say'), refusals: [400, 413] },
];

/** Until it is over, the peers refuse one message of `oneIn`, each way, the first of all included. */
export async function poisonSome(world: ChaosWorld, { oneIn, random, isOver }: Poison): Promise<void> {
  const ways = waysOf(world).map((way) => ({ ...way, given: 0 }));
  while (!isOver()) {
    for (const way of ways) {
      const { proxy, isWords, refusals } = way;
      const due = Math.ceil((proxy.exchanges.filter(isWords).length + 1) / oneIn);
      for (; way.given < due; way.given++) {
        const status = refusals[Math.floor(random() * refusals.length)] ?? 400;
        proxy.next({ kind: 'status', status }, { which: isWords });
      }
    }
    await sleep(50);
  }
}
