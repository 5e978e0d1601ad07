import type { Context } from 'hono';
import { sysId } from '../wire/items.ts';
import { failure } from '../wire/wire.ts';

const hourMs = 3_600_000;

/** Counts calls by the hour of the clock, as the rules of an instance do. The result answers a call that is one too many. */
export function hourlyRule(): (c: Context, allowed: number | undefined) => Response | undefined {
  let counted = { hour: 0, calls: 0 };
  return (c, allowed) => {
    const now = Date.now();
    const hour = Math.floor(now / hourMs);
    counted = { hour, calls: counted.hour === hour ? counted.calls + 1 : 1 };
    if (allowed === undefined || counted.calls <= allowed) return undefined;
    const resetAt = (hour + 1) * hourMs;
    return c.json(failure('Rate limit exceeded', 'The calls of this hour are used up'), 429, {
      'retry-after': String(Math.ceil((resetAt - now) / 1_000)),
      'x-ratelimit-limit': String(allowed),
      'x-ratelimit-reset': String(resetAt / 1_000),
      'x-ratelimit-rule': sysId('rule'),
    });
  };
}
