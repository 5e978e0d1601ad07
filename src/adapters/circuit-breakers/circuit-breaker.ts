import type { Clock } from '../../application/ports/clock.ts';
import type { HeldBack } from '../../application/ports/delivery.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { BreakerState } from '../../application/ports/store-health.ts';
import { type Circuit, newCircuit } from './circuit.ts';
import { type Failures, newFailures, type Whose } from './failures.ts';
import { type Attempted, type Verdict, verdictOf } from './health-signal.ts';
import type { Probes, Trust } from './probes.ts';

/** Leaves a party alone that fails for several sessions, and lets an attempt through from time to time to see whether it is back. */
export interface CircuitBreaker {
  readonly state: BreakerState;
  /** Makes the attempt, or answers `held-back` at once while the party is left alone. */
  through<Outcome extends Attempted>(
    whose: Whose,
    attempt: () => Promise<Outcome>,
    judge?: (outcome: Outcome) => Verdict,
  ): Promise<Outcome | HeldBack>;
}

export interface CircuitBreakerParts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly changed: (state: BreakerState) => void;
}

/**
 * One message, or one session, never opens the circuit, whatever its failure. While the circuit is open, a message that has
 * not failed is let through at once, within limits: if the party works for it, the circuit closes.
 */
export function partyBreaker({ clock, ids, changed }: CircuitBreakerParts): CircuitBreaker {
  const known = { failures: newFailures(clock), circuit: newCircuit(clock, changed) };
  const { circuit } = known;
  // Spread, so that all lanes of a party that comes back do not come at the same moment.
  const heldBack = (ms: number): HeldBack => ({
    outcome: 'held-back',
    cause: 'unreachable',
    retryAfterMs: Math.ceil(ms + 1000 * ids.random()),
  });
  return {
    get state() {
      return circuit.state;
    },
    through(whose, attempt, judge = verdictOf) {
      const { probes } = circuit;
      if (!probes) return whileClosed(known, { whose, judge }, attempt);
      // A message that has failed may be the reason itself: others are asked first whether the party is back.
      const trust = known.failures.has(whose.message) ? 'distrusted' : 'trusted';
      const waitMs = probes.take(trust);
      if (waitMs > 0) return Promise.resolve(heldBack(waitMs));
      return asProbe(known, { whose, judge, probes, trust }, attempt);
    },
  };
}

interface Known {
  readonly failures: Failures;
  readonly circuit: Circuit;
}

interface Judged<Outcome> {
  readonly whose: Whose;
  readonly judge: (outcome: Outcome) => Verdict;
}

async function whileClosed<Outcome>(
  { failures, circuit }: Known,
  { whose, judge }: Judged<Outcome>,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await attempt();
  const verdict = judge(outcome);
  if (verdict === 'trouble') {
    failures.add(whose);
    if (failures.areOfTheParty()) circuit.open();
    circuit.report();
    // What was under way when the circuit opened tells nothing of the party since.
  } else if (verdict === 'fine' && !circuit.probes) failures.clear(whose.message);
  return outcome;
}

interface Probe<Outcome> extends Judged<Outcome> {
  readonly probes: Probes;
  readonly trust: Trust;
}

async function asProbe<Outcome>(
  { failures, circuit }: Known,
  { whose, judge, probes, trust }: Probe<Outcome>,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  circuit.report();
  let verdict: Verdict = 'trouble';
  try {
    const outcome = await attempt();
    verdict = judge(outcome);
    return outcome;
  } finally {
    probes.giveBack(trust, verdict);
    if (verdict === 'trouble') failures.add(whose);
    if (verdict === 'fine') {
      failures.clear(whose.message);
      circuit.close(probes);
    }
    circuit.report();
  }
}
