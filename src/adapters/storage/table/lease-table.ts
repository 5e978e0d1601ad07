import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../application/ports/clock.ts';
import type { Direction, Lane, Lease } from '../../../application/ports/outbox.ts';
import type { SessionId } from '../../../domain/ids.ts';

interface Lent {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Who holds which lane. Kept in memory alone: with the process, its workers end too. */
export class LeaseBook {
  readonly #lent: Readonly<Record<Direction, Map<SessionId, Lent>>> = {
    'to-live-chat': new Map(),
    'to-customer': new Map(),
  };
  readonly #clock: Clock;
  /** Begins the tokens, so that one from before the process ended is not taken for one of now. */
  readonly #name = randomUUID();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isFree(lane: Lane): boolean {
    const lent = this.#of(lane);
    return lent === undefined || lent.until <= this.#clock.now();
  }

  /** Lends a lane that is free; gives the token. */
  lend({ sessionId, direction }: Lane, forMs: number): string {
    const token = `${this.#name}.${++this.#count}`;
    this.#lent[direction].set(sessionId, { token, until: this.#clock.now() + forMs });
    return token;
  }

  isHeld({ lane, token }: Lease): boolean {
    const lent = this.#of(lane);
    return lent?.token === token && lent.until > this.#clock.now();
  }

  /** Makes a lease that is held end `forMs` milliseconds from now, and not earlier than it would have. */
  extend({ lane, token }: Lease, forMs: number): void {
    const until = Math.max(this.#clock.now() + forMs, this.#of(lane)?.until ?? 0);
    this.#lent[lane.direction].set(lane.sessionId, { token, until });
  }

  release({ lane, token }: Lease): void {
    if (this.#of(lane)?.token === token) this.#lent[lane.direction].delete(lane.sessionId);
  }

  #of({ sessionId, direction }: Lane): Lent | undefined {
    return this.#lent[direction].get(sessionId);
  }
}
