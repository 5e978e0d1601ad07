import { expect } from 'vitest';
import { peerBreaker } from '../../../src/adapters/circuit-breakers/circuit-breaker.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import type { BreakerState } from '../../../src/application/ports/peer.ts';
import { virtualClock } from '../../application/world/fakes/virtual-clock.ts';

export const refused: Delivery = { outcome: 'not-delivered', cause: 'ECONNREFUSED' };

export const delivered: Delivery = { outcome: 'delivered' };

export function party() {
  const clock = virtualClock();
  const changes: BreakerState[] = [];
  let attempts = 0;
  let answer: () => Promise<Delivery> = async () => delivered;
  const breaker = peerBreaker({
    clock,
    ids: { random: () => 0 },
    changed: (state) => changes.push(state),
  });
  return {
    clock,
    breaker,
    changes,
    attempts: () => attempts,
    answers(next: Delivery | Promise<Delivery>) {
      answer = async () => next;
    },
    /** The first message of a session of its own, unless told otherwise. */
    tell(session = `s${attempts}`, message = `${session}.1`): Promise<Delivery> {
      return breaker.run({ session, message }, () => {
        attempts++;
        return answer();
      });
    },
    async tellTimes(times: number, session?: string) {
      for (let time = 0; time < times; time++) await this.tell(session);
    },
    /** Fails for five sessions. */
    async opens() {
      this.answers(refused);
      await this.tellTimes(5);
      expect(breaker.state).toBe('open');
    },
    /** Uses up what is let through at once. */
    async opensAndIsTried() {
      await this.opens();
      await this.tellTimes(3);
      return attempts;
    },
  };
}
