export interface BucketSize {
  /** How many come back each second. */
  readonly perSecond: number;
  /** How many may be taken at once after a pause. */
  readonly burst: number;
}

/**
 * Takes so many for a key, one unless told, and never more than the burst. Answers how many seconds to wait when there are
 * too few, and 0 when they were taken.
 */
export type Take = (key: string, amount?: number) => number;

/** So many keys at most are remembered; the one that was silent longest is forgotten first. */
const maxKeys = 10_000;

/** A bucket for each key, in the memory of this process. `nowMs` only ever grows. */
export function tokenBuckets({ perSecond, burst }: BucketSize, nowMs = () => performance.now()): Take {
  const buckets = new Map<string, { readonly left: number; readonly atMs: number }>();
  return (key, amount = 1) => {
    const wanted = Math.min(amount, burst);
    const atMs = nowMs();
    const before = buckets.get(key) ?? { left: burst, atMs };
    const left = Math.min(burst, before.left + ((atMs - before.atMs) / 1000) * perSecond);
    // A key that is written again moves to the end, so that the first one is the one to forget.
    buckets.delete(key);
    buckets.set(key, { left: left < wanted ? left : left - wanted, atMs });
    if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? '');
    return left < wanted ? (wanted - left) / perSecond : 0;
  };
}
