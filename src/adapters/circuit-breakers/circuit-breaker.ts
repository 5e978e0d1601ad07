import type { Clock } from '../../application/ports/clock.ts';
import type { Deferred } from '../../application/ports/delivery.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { BreakerState } from '../../application/ports/peer.ts';
import { type Circuit, newCircuit } from './circuit.ts';
import { type AttemptSource, type Failures, newFailures } from './failures.ts';
import { type Attempted, type HealthSignal, healthSignalOf } from './health-signal.ts';
import type { Probes, Trust } from './probes.ts';

/** Stops calls of a peer that fails for several sessions, and admits probes to see whether it has recovered. */
export interface CircuitBreaker {
  readonly state: BreakerState;
  /** Whether an attempt has ever found the peer healthy. */
  readonly hasAnswered: boolean;
  /** Makes the attempt, or answers `deferred` at once while the circuit is open. */
  run<Outcome extends Attempted>(
    whose: AttemptSource,
    attempt: () => Promise<Outcome>,
    classify?: (outcome: Outcome) => HealthSignal,
  ): Promise<Outcome | Deferred>;
}

export interface CircuitBreakerDependencies {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly changed: (state: BreakerState) => void;
}

/**
 * One message, or one session, never opens the circuit, whatever its failure. While the circuit is open, a message that has
 * not failed is let through at once, within limits: if the peer takes it, the circuit closes.
 */
export function peerBreaker({ clock, ids, changed }: CircuitBreakerDependencies): CircuitBreaker {
  const known: Known = {
    failures: newFailures(clock),
    circuit: newCircuit(clock, changed),
    hasAnswered: false,
  };
  const { circuit } = known;
  // Spread, so that the lanes of a recovered peer do not retry at the same moment.
  const deferred = (ms: number): Deferred => ({
    outcome: 'deferred',
    cause: 'unreachable',
    retryAfterMs: Math.ceil(ms + 1000 * ids.random()),
  });
  return {
    get state() {
      return circuit.state;
    },
    get hasAnswered() {
      return known.hasAnswered;
    },
    run(whose, attempt, classify = healthSignalOf) {
      const { probes } = circuit;
      if (!probes) return whileClosed(known, { whose, classify }, attempt);
      // A message that has failed may be the reason itself: others probe first whether the peer has recovered.
      const trust = known.failures.has(whose.message) ? 'distrusted' : 'trusted';
      const waitMs = probes.take(trust);
      if (waitMs > 0) return Promise.resolve(deferred(waitMs));
      return asProbe(known, { whose, classify, probes, trust }, attempt);
    },
  };
}

interface Known {
  readonly failures: Failures;
  readonly circuit: Circuit;
  hasAnswered: boolean;
}

interface Classified<Outcome> {
  readonly whose: AttemptSource;
  readonly classify: (outcome: Outcome) => HealthSignal;
}

function whileClosed<Outcome>(
  known: Known,
  { whose, classify }: Classified<Outcome>,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const { failures, circuit } = known;
  return attempt().then((outcome) => {
    const signal = classify(outcome);
    if (signal === 'healthy') known.hasAnswered = true;
    if (signal === 'failing') {
      failures.add(whose);
      if (failures.arePeerFailures()) circuit.open();
      circuit.report();
      // An attempt from before the circuit opened says nothing of the peer now.
    } else if (signal === 'healthy' && !circuit.probes) failures.clear(whose.message);
    return outcome;
  });
}

interface Probe<Outcome> extends Classified<Outcome> {
  readonly probes: Probes;
  readonly trust: Trust;
}

async function asProbe<Outcome>(
  known: Known,
  { whose, classify, probes, trust }: Probe<Outcome>,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const { failures, circuit } = known;
  circuit.report();
  let signal: HealthSignal = 'failing';
  try {
    const outcome = await attempt();
    signal = classify(outcome);
    return outcome;
  } finally {
    probes.release(trust, signal);
    if (signal === 'failing') failures.add(whose);
    if (signal === 'healthy') {
      known.hasAnswered = true;
      failures.clear(whose.message);
      circuit.close(probes);
    }
    circuit.report();
  }
}
