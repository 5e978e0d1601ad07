const longestMs = 3_600_000;
/** A number from here on is a time in seconds since 1970, and not a duration. */
const firstTime = 1_000_000_000;

/** Milliseconds to wait by a `Retry-After` of seconds or of an HTTP date; at most an hour. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestMs);
}

/**
 * The same by an `X-RateLimit-Reset`, which no standard defines: servers write seconds from now on, or the time in seconds since
 * 1970.
 */
export function parseRateLimitReset(value: string | undefined, now: number): number | undefined {
  if (value === undefined || !/^\d+(\.\d+)?$/.test(value)) return undefined;
  const seconds = Number(value);
  const ms = seconds >= firstTime ? seconds * 1000 - now : seconds * 1000;
  return Math.min(Math.max(ms, 0), longestMs);
}
