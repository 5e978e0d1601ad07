import type { Clock } from '../../application/ports/clock.ts';
import type { Lane, Lease } from '../../application/ports/outbox.ts';

interface Lent {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Who holds which lane. Kept in memory alone: with the process, its workers end too. */
export class LeaseBook {
  readonly #lent = new Map<string, Lent>();
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isFree(lane: Lane): boolean {
    const lent = this.#lent.get(keyOf(lane));
    return lent === undefined || lent.until <= this.#clock.now();
  }

  /** Lends a lane that is free; gives the token. */
  lend(lane: Lane, forMs: number): string {
    const token = String(++this.#count);
    this.#lent.set(keyOf(lane), { token, until: this.#clock.now() + forMs });
    return token;
  }

  isHeld({ lane, token }: Lease): boolean {
    return this.#lent.get(keyOf(lane))?.token === token && !this.isFree(lane);
  }

  /** Makes a lease that is held end `forMs` milliseconds from now, and not earlier than it would have. */
  extend({ lane, token }: Lease, forMs: number): void {
    const until = Math.max(this.#clock.now() + forMs, this.#lent.get(keyOf(lane))?.until ?? 0);
    this.#lent.set(keyOf(lane), { token, until });
  }

  release({ lane, token }: Lease): void {
    if (this.#lent.get(keyOf(lane))?.token === token) this.#lent.delete(keyOf(lane));
  }
}

const keyOf = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;
