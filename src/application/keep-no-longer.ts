import type { Clock } from './ports/clock.ts';
import type { KeepNoLonger } from './ports/inbound.ts';
import type { Retention } from './ports/retention.ts';

/** How long what has ended is kept, in milliseconds. */
export interface RetentionTimes {
  /** What was said, and who the customer was. */
  readonly textsMs: number;
  /** The rest: ids, times and reasons. */
  readonly sessionsMs: number;
}

interface Ports {
  readonly retention: Retention;
  readonly clock: Clock;
  readonly times: RetentionTimes;
}

const sessionsAtOnce = 1000;

export function keepNoLonger({ retention, clock, times }: Ports): KeepNoLonger {
  return async () => {
    const now = clock.now();
    const forgotten = await retention.forgetEnded(now - times.sessionsMs, sessionsAtOnce);
    const erased = await retention.eraseTexts(now - times.textsMs, sessionsAtOnce);
    return forgotten + erased;
  };
}
