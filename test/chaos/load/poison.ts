import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultProxy } from '../../../simulators/faults/fault-proxy.ts';
import type { Asked } from '../../../simulators/faults/orders.ts';
import { whichRequests } from '../../../simulators/live-chat/which-requests.ts';
import type { ChaosWorld } from '../chaos-world.ts';

/** Answers that no repeat would change. A live chat's 403 is about our key, which an operator mends: that is repeated. */
const refusals = { toTeams: [400, 403, 413], toLiveChat: [400, 413] } as const;

interface Poison {
  readonly oneIn: number;
  readonly random: () => number;
  readonly isOver: () => boolean;
}

/** Until it is over, the peers refuse one message of `oneIn`, each way, the first of all included. */
export async function poisonSome(
  { proxies, liveChat }: ChaosWorld,
  { oneIn, random, isOver }: Poison,
): Promise<void> {
  const wordsTo = {
    toTeams: ({ path }: Asked) => /\/v3\/conversations\/[^/]+\/activities$/.test(path),
    toLiveChat: whichRequests(liveChat.reads).step('say'),
  };
  const given = { toTeams: 0, toLiveChat: 0 };
  while (!isOver()) {
    for (const to of ['toTeams', 'toLiveChat'] as const) {
      const due = Math.ceil((wordsIn(proxies[to], wordsTo[to]) + 1) / oneIn);
      for (; given[to] < due; given[to]++) {
        const status = refusals[to][Math.floor(random() * refusals[to].length)] ?? 400;
        proxies[to].next({ kind: 'status', status }, { which: wordsTo[to] });
      }
    }
    await sleep(50);
  }
}

const wordsIn = ({ exchanges }: FaultProxy, isWords: (asked: Asked) => boolean): number =>
  exchanges.filter(isWords).length;
