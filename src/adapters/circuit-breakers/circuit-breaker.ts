import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import type { Clock } from '../../application/ports/clock.ts';
import type { HeldBack } from '../../application/ports/delivery.ts';
import type { BreakerState } from '../../application/ports/figures.ts';
import type { Ids } from '../../application/ports/ids.ts';
import type { Verdict } from './verdict.ts';

/** Leaves a party alone that fails again and again, and lets one attempt through from time to time to see whether it is back. */
export interface CircuitBreaker {
  readonly state: BreakerState;
  /**
   * Makes the attempt, or answers `held-back` at once while the party is left alone. A `reluctant` attempt, for which
   * somebody waits, becomes the trial only when nobody else is there to try.
   */
  through<Outcome>(
    attempt: () => Promise<Outcome>,
    judge: (outcome: Outcome) => Verdict,
    trial?: 'reluctant',
  ): Promise<Outcome | HeldBack>;
}

export interface CircuitBreakerParts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly changed: (state: BreakerState) => void;
}

/** Consecutive failures after which a party is left alone. */
const failuresToOpen = 5;
/** How long it is left alone before the next trial, in milliseconds. */
const restMs = 5000;
/** By how much a reluctant trial comes later than that of somebody who has time; more than the spread of these. */
const reluctanceMs = 3000;
/** While a trial is under way, the others look again after this long, in milliseconds. */
const duringTrialMs = 2000;

/** Cockatiel counts and lets a single trial through; when a trial is due is decided by our clock, not by the machine's. */
export function partyBreaker({ clock, ids, changed }: CircuitBreakerParts): CircuitBreaker {
  const failures = new ConsecutiveBreaker(failuresToOpen);
  const policy = circuitBreaker(handleWhenResult(isTrouble), {
    halfOpenAfter: Number.NEGATIVE_INFINITY,
    breaker: failures,
  });
  let trialAt = 0;
  let counting = 0;
  // Without any, a success has nothing to take back and need not be counted.
  const hasFailures = () => failures.state > 0 || counting > 0;
  policy.onBreak(() => {
    trialAt = clock.now() + restMs;
  });
  policy.onStateChange((state) => changed(stateNames[state]));
  // Spread, so that all lanes of a party that comes back do not come at the same moment.
  const heldBack = (ms: number): HeldBack => ({
    outcome: 'held-back',
    cause: 'unreachable',
    retryAfterMs: Math.ceil(ms + 1000 * ids.random()),
  });

  async function whileClosed<Outcome>(
    attempt: () => Promise<Outcome>,
    judge: (outcome: Outcome) => Verdict,
  ): Promise<Outcome> {
    const outcome = await attempt();
    const verdict = judge(outcome);
    // What was under way when the circuit opened tells nothing about the party since.
    const isNews = verdict === 'trouble' || (verdict === 'fine' && hasFailures());
    if (isNews && policy.state === CircuitState.Closed) await count(verdict);
    return outcome;
  }

  async function count(verdict: Verdict): Promise<void> {
    counting++;
    await policy.execute(() => ({ verdict }));
    counting--;
  }

  async function whileNotClosed<Outcome>(
    attempt: () => Promise<Outcome>,
    judge: (outcome: Outcome) => Verdict,
    reluctance: 'reluctant' | undefined,
  ): Promise<Outcome | HeldBack> {
    if (policy.state === CircuitState.HalfOpen) return heldBack(duringTrialMs);
    // A clock that was set back would have the party left alone for as long as that.
    trialAt = Math.min(trialAt, clock.now() + restMs);
    const left = trialAt + (reluctance ? reluctanceMs : 0) - clock.now();
    if (left > 0) return heldBack(left);
    const trial = await policy.execute(async () => {
      const outcome = await attempt();
      return { verdict: judge(outcome) === 'fine' ? 'fine' : 'trouble', outcome };
    });
    return trial.outcome;
  }

  return {
    get state() {
      return stateNames[policy.state];
    },
    through: (attempt, judge, reluctance) =>
      policy.state === CircuitState.Closed
        ? whileClosed(attempt, judge)
        : whileNotClosed(attempt, judge, reluctance),
  };
}

const isTrouble = (judged: unknown): boolean =>
  typeof judged === 'object' && judged !== null && 'verdict' in judged && judged.verdict === 'trouble';

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};
