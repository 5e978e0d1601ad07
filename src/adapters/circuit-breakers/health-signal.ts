/** What the outcome of an attempt says of the peer. */
export type HealthSignal = 'healthy' | 'failing' | 'none';

export interface Attempted {
  readonly outcome: string;
  readonly cause?: string;
}

/** Answers of a healthy peer that concern one message or the rate. */
const healthyResponses = /^(412|425|429)\b/;
/** Nothing was sent, or nothing that tells of the peer. */
const unsent: ReadonlySet<string> = new Set([
  'service-host-not-allowed',
  'paced',
  'awaits-turn',
  'next-turn',
  'unreachable',
  'late',
  'stood-still',
]);

export function healthSignalOf({ outcome, cause = '' }: Attempted): HealthSignal {
  if (unsent.has(cause)) return 'none';
  const isTrouble = (outcome === 'not-delivered' || outcome === 'unknown') && !healthyResponses.test(cause);
  return isTrouble ? 'failing' : 'healthy';
}

/** Neither channel nor caller is asked for what its session does not want any more. */
export const channelHealthSignalOf = (attempted: Attempted): HealthSignal =>
  attempted.outcome === 'rejected' && attempted.cause === 'ended' ? 'none' : healthSignalOf(attempted);
