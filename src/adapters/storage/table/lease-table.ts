import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../application/ports/clock.ts';
import { eachDirection, type Lane, type Lease } from '../../../application/ports/outbox.ts';
import type { SessionId } from '../../../domain/ids.ts';

interface HeldLease {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Who holds which lane. Kept in memory alone: with the process, its workers end too. */
export class LeaseTable {
  readonly #held = eachDirection(() => new Map<SessionId, HeldLease>());
  readonly #clock: Clock;
  /** Begins the tokens, so that one from before the process ended is not taken for one of now. */
  readonly #name = randomUUID();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isFree(lane: Lane): boolean {
    const held = this.#of(lane);
    return held === undefined || held.until <= this.#clock.now();
  }

  /** Leases a free lane; returns the token. */
  grant({ sessionId, direction }: Lane, forMs: number): string {
    const token = `${this.#name}.${++this.#count}`;
    this.#held[direction].set(sessionId, { token, until: this.#clock.now() + forMs });
    return token;
  }

  isHeld({ lane, token }: Lease): boolean {
    const held = this.#of(lane);
    return held?.token === token && held.until > this.#clock.now();
  }

  /** Makes a lease that is held end `forMs` milliseconds from now, and not earlier than it would have. */
  extend({ lane, token }: Lease, forMs: number): void {
    const until = Math.max(this.#clock.now() + forMs, this.#of(lane)?.until ?? 0);
    this.#held[lane.direction].set(lane.sessionId, { token, until });
  }

  release({ lane, token }: Lease): void {
    if (this.#of(lane)?.token === token) this.#held[lane.direction].delete(lane.sessionId);
  }

  #of({ sessionId, direction }: Lane): HeldLease | undefined {
    return this.#held[direction].get(sessionId);
  }
}
