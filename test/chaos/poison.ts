import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from '../../simulators/faults/exchange.ts';
import type { FaultProxy } from '../../simulators/faults/fault-proxy.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Answers that no repeat would change. */
const refusals = [400, 403, 413] as const;
interface Poison {
  readonly oneIn: number;
  readonly random: () => number;
  readonly isOver: () => boolean;
}

const wordsTo = {
  toTeams: /\/v3\/conversations\/[^/]+\/activities$/,
  toLiveChat: /\/send$/,
} as const;

/** Until it is over, the peers refuse one message of `oneIn`, each way, the first of all included. */
export async function poisonSome({ proxies }: ChaosWorld, { oneIn, random, isOver }: Poison): Promise<void> {
  const given = { toTeams: 0, toLiveChat: 0 };
  while (!isOver()) {
    for (const to of ['toTeams', 'toLiveChat'] as const) {
      const due = Math.ceil((wordsIn(proxies[to], wordsTo[to]) + 1) / oneIn);
      for (; given[to] < due; given[to]++) {
        const status = refusals[Math.floor(random() * refusals.length)] ?? 400;
        proxies[to].next({ kind: 'status', status }, { path: wordsTo[to] });
      }
    }
    await sleep(50);
  }
}

const wordsIn = ({ exchanges }: FaultProxy, path: RegExp): number =>
  exchanges.filter((exchange) => path.test(exchange.path)).length;

/** Whether the proxy refused it for good. */
export const isPoisoned = ({ fault }: Exchange): boolean =>
  fault.kind === 'status' && refusals.some((status) => status === fault.status);
