/** What the outcome of an attempt says of the party: it works, it is in trouble, or nothing. */
export type Verdict = 'fine' | 'trouble' | 'undecided';

export interface Attempted {
  readonly outcome: string;
  readonly cause?: string;
}

/** Answers that concern one message or the pace, from a party that works. */
const fromTheLiving = /^(412|425|429)\b/;
/** Nothing was sent. */
const unsent: ReadonlySet<string> = new Set([
  'service-host-not-allowed',
  'paced',
  'unreachable',
  'late',
  'stood-still',
]);

export function verdictOf({ outcome, cause = '' }: Attempted): Verdict {
  if (unsent.has(cause)) return 'undecided';
  const isTrouble = (outcome === 'postponed' || outcome === 'unknown') && !fromTheLiving.test(cause);
  return isTrouble ? 'trouble' : 'fine';
}

/** Neither channel nor caller is asked for what its session does not want any more. */
export const channelVerdictOf = (attempted: Attempted): Verdict =>
  attempted.outcome === 'rejected' && attempted.cause === 'ended' ? 'undecided' : verdictOf(attempted);
