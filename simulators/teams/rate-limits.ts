/** Teams' limits for one bot in one thread: so many sends within so many milliseconds. */
const threadLimits = [
  { sends: 7, withinMs: 1_000 },
  { sends: 8, withinMs: 2_000 },
  { sends: 60, withinMs: 30_000 },
  { sends: 1_800, withinMs: 3_600_000 },
] as const;

const longestMs = 3_600_000;

export interface RateLimits {
  /** Counts a send, or answers in how many milliseconds one is allowed again. A refused send does not count. */
  take(conversationId: string, now: number): 'allowed' | { readonly againInMs: number };
}

export function createRateLimits(): RateLimits {
  const sendsOf = new Map<string, readonly number[]>();
  return {
    take: (conversationId, now) => {
      const sends = (sendsOf.get(conversationId) ?? []).filter((at) => at > now - longestMs);
      const waits = threadLimits.map(({ sends: most, withinMs }) => {
        const oldest = sends.at(-most);
        return oldest === undefined ? 0 : oldest + withinMs - now;
      });
      const againInMs = Math.max(...waits);
      if (againInMs > 0) return { againInMs };
      sendsOf.set(conversationId, [...sends, now]);
      return 'allowed';
    },
  };
}
