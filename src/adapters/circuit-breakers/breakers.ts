import type { Clock } from '../../application/ports/clock.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { Log } from '../../application/ports/log.ts';
import type { BreakerState, Peer, Reachability } from '../../application/ports/store-health.ts';
import { type CircuitBreaker, peerBreaker } from './circuit-breaker.ts';

export type Breakers = Readonly<Record<Peer, CircuitBreaker>> & Reachability;

/** One breaker for each party that we call. */
export function circuitBreakers(dependencies: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly log: Log;
}): Breakers {
  const { log } = dependencies;
  const breakerOf = (peer: Peer): CircuitBreaker => {
    const changed = (state: BreakerState) => {
      if (state === 'open') log.warn({ party: peer, state }, 'breaker');
      else log.info({ party: peer, state }, 'breaker');
    };
    return peerBreaker({ ...dependencies, changed });
  };
  const breakers = {
    'live-chat': breakerOf('live-chat'),
    teams: breakerOf('teams'),
    copilot: breakerOf('copilot'),
  };
  return {
    ...breakers,
    states: () => ({
      'live-chat': breakers['live-chat'].state,
      teams: breakers.teams.state,
      copilot: breakers.copilot.state,
    }),
  };
}
