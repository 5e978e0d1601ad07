import type { Clock } from '../../application/ports/clock.ts';
import type { HeldBack } from '../../application/ports/delivery.ts';
import type { BreakerState } from '../../application/ports/figures.ts';
import type { Ids } from '../../application/ports/ids.ts';
import { newFailures, type Whose } from './failures.ts';
import { probes as newProbes, type Probes } from './probes.ts';
import { type Attempted, type Verdict, verdictOf } from './verdict.ts';

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
  const failures = newFailures(clock);
  let open: Probes | undefined;
  let told: BreakerState = 'closed';

  const stateNow = (): BreakerState => {
    if (!open) return 'closed';
    return open.underWay > 0 ? 'half-open' : 'open';
  };
  function tell(): void {
    const state = stateNow();
    if (state === told) return;
    told = state;
    changed(state);
  }

  async function whileClosed<Outcome extends Attempted>(
    whose: Whose,
    attempt: () => Promise<Outcome>,
    judge: (outcome: Outcome) => Verdict,
  ): Promise<Outcome> {
    const outcome = await attempt();
    const verdict = judge(outcome);
    if (verdict === 'trouble') {
      failures.add(whose);
      if (!open && failures.areOfTheParty()) open = newProbes(clock);
      tell();
    } else if (verdict === 'fine' && !open) failures.clear(whose.message);
    return outcome;
  }

  async function whileOpen<Outcome extends Attempted>(
    { probes, whose }: { readonly probes: Probes; readonly whose: Whose },
    attempt: () => Promise<Outcome>,
    judge: (outcome: Outcome) => Verdict,
  ): Promise<Outcome | HeldBack> {
    // A message that has failed may be the reason itself: others are asked first whether the party is back.
    const trust = failures.has(whose.message) ? 'distrusted' : 'trusted';
    const waitMs = probes.take(trust);
    if (waitMs > 0) return heldBack(waitMs);
    tell();
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
        // Another probe may have closed it, and it may be open anew.
        if (open === probes) open = undefined;
      }
      tell();
    }
  }

  // Spread, so that all lanes of a party that comes back do not come at the same moment.
  const heldBack = (ms: number): HeldBack => ({
    outcome: 'held-back',
    cause: 'unreachable',
    retryAfterMs: Math.ceil(ms + 1000 * ids.random()),
  });

  return {
    get state() {
      return stateNow();
    },
    through: (whose, attempt, judge = verdictOf) =>
      open ? whileOpen({ probes: open, whose }, attempt, judge) : whileClosed(whose, attempt, judge),
  };
}
