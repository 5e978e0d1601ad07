import type { Clock } from '../../application/ports/clock.ts';
import type { HealthSignal } from './health-signal.ts';

/** `distrusted`: an attempt at a message that has itself failed. */
export type Trust = 'trusted' | 'distrusted';

/** The attempts that an open circuit admits. */
export interface Probes {
  readonly underWay: number;
  /** 0 when the attempt may be made now, and is counted; else when it makes sense to ask again, in milliseconds. */
  take(trust: Trust): number;
  release(trust: Trust, signal: HealthSignal): void;
}

/**
 * Attempts at trusted messages: so many at once, and one more after each rest, in milliseconds. Several, so that a few
 * messages that the peer cannot take do not use up the probes of those that it would take.
 */
const inReserve = 3;
const restMs = 5000;
/** A distrusted message is tried when nothing was for this long, in milliseconds: others then go first. */
const lastChoiceMs = 8000;
/** While such an attempt is under way, others of its kind look again after this long, in milliseconds. */
const duringProbeMs = 2000;

export function probes(clock: Clock): Probes {
  let underWay = 0;
  let distrustedUnderWay = 0;
  let lastAt = clock.now();
  let reserve = inReserve;
  let filledAt = clock.now();

  /** A clock that was set back would keep the circuit open for as long as that. */
  function refill(now: number): void {
    lastAt = Math.min(lastAt, now);
    filledAt = Math.min(filledAt, now);
    const more = Math.floor((now - filledAt) / restMs);
    filledAt = reserve + more >= inReserve ? now : filledAt + more * restMs;
    reserve = Math.min(inReserve, reserve + more);
  }

  function waitMs(trust: Trust, now: number): number {
    if (trust === 'trusted') return reserve > 0 ? 0 : filledAt + restMs - now;
    return distrustedUnderWay > 0 ? duringProbeMs : Math.max(0, lastAt + lastChoiceMs - now);
  }

  return {
    get underWay() {
      return underWay;
    },
    take(trust) {
      const now = clock.now();
      refill(now);
      const wait = waitMs(trust, now);
      if (wait > 0) return wait;
      underWay++;
      if (trust === 'trusted') reserve--;
      else distrustedUnderWay++;
      return 0;
    },
    release(trust, signal) {
      underWay--;
      if (trust === 'distrusted') distrustedUnderWay--;
      // What was not sent tells nothing, and costs nothing.
      else if (signal === 'none') reserve = Math.min(inReserve, reserve + 1);
      if (signal === 'failing') lastAt = clock.now();
    },
  };
}
