import type { Clock } from '../../application/ports/clock.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { Log } from '../../application/ports/log.ts';
import { type BreakerState, type Peer, peerKey, type Reachability } from '../../application/ports/peer.ts';
import { type CircuitBreaker, peerBreaker } from './circuit-breaker.ts';

export interface Breakers extends Reachability {
  /** The breaker of a peer, always the same one. */
  of(peer: Peer): CircuitBreaker;
}

/** One breaker for each peer that we call. */
export function circuitBreakers(dependencies: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly log: Log;
}): Breakers {
  const { log } = dependencies;
  const breakers = new Map<string, { readonly peer: Peer; readonly breaker: CircuitBreaker }>();
  const newBreaker = ({ role, id }: Peer): CircuitBreaker => {
    const changed = (state: BreakerState) => {
      if (state === 'open') log.warn({ role, peer: id, state }, 'breaker');
      else log.info({ role, peer: id, state }, 'breaker');
    };
    return peerBreaker({ ...dependencies, changed });
  };
  return {
    of(peer) {
      const known = breakers.get(peerKey(peer));
      if (known) return known.breaker;
      const breaker = newBreaker(peer);
      breakers.set(peerKey(peer), { peer, breaker });
      return breaker;
    },
    stateOf: (peer) => breakers.get(peerKey(peer))?.breaker.state ?? 'closed',
    states: () =>
      [...breakers.values()].map(({ peer, breaker: { state, hasAnswered } }) => ({
        ...peer,
        state,
        hasAnswered,
      })),
  };
}
