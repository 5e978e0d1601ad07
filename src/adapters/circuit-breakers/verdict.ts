/** What the outcome of an attempt says of the party: it works, it is in trouble, or nothing new. */
export type Verdict = 'fine' | 'trouble' | 'undecided';

interface Attempted {
  readonly outcome: string;
  readonly cause?: string;
}

/** Answers that concern one message or the pace, from a party that works. */
const fromTheLiving = /^(412|425|429)\b/;
/** Failures that a single message can cause in a party that works. */
const perhapsTheMessage = /^(408|500|answer-)/;
/** More different messages than this need not be told apart: by then the circuit is open. */
const enoughToOpen = 10;
/** Nothing was sent. */
const unsent = new Set(['service-host-not-allowed', 'paced', 'unreachable', 'late', 'stood-still']);

/**
 * Judges outcomes of attempts at one party. A message that makes the party fail each time it is repeated counts once:
 * otherwise a single bad message would cut everybody off.
 */
export function verdicts(): (attempted: Attempted, key: string) => Verdict {
  const counted = new Set<string>();
  return ({ outcome, cause = '' }, key) => {
    if (unsent.has(cause)) return 'undecided';
    const isTrouble = (outcome === 'postponed' || outcome === 'unknown') && !fromTheLiving.test(cause);
    if (!isTrouble) {
      counted.clear();
      return 'fine';
    }
    if (!perhapsTheMessage.test(cause)) return 'trouble';
    if (counted.has(key)) return 'undecided';
    if (counted.size < enoughToOpen) counted.add(key);
    return 'trouble';
  };
}
