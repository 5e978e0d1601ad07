import { describe, expect, it } from 'vitest';
import { partyBreaker } from '../../../src/adapters/circuit-breakers/circuit-breaker.ts';
import { verdicts } from '../../../src/adapters/circuit-breakers/verdict.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import type { BreakerState } from '../../../src/application/ports/figures.ts';
import { virtualClock } from '../../application/fakes/virtual-clock.ts';

const refused: Delivery = { outcome: 'postponed', cause: 'ECONNREFUSED' };
const failed: Delivery = { outcome: 'unknown', cause: '500' };
const busy: Delivery = { outcome: 'postponed', cause: '429' };
const delivered: Delivery = { outcome: 'delivered' };

function party() {
  const clock = virtualClock();
  const changes: BreakerState[] = [];
  const judge = verdicts();
  let attempts = 0;
  let answer: () => Promise<Delivery> = async () => delivered;
  const breaker = partyBreaker({
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
    tell(key = `m${attempts}`, trial?: 'reluctant'): Promise<Delivery> {
      return breaker.through(
        () => {
          attempts++;
          return answer();
        },
        (outcome) => judge(outcome, key),
        trial,
      );
    },
    async tellTimes(times: number, key?: string) {
      for (let time = 0; time < times; time++) await this.tell(key);
    },
  };
}

describe('A party that works again', () => {
  it('has all its failures taken back, also one that is counted at the same moment', async () => {
    const it = party();
    it.answers(refused);
    const last = it.tell();
    it.answers(delivered);
    await Promise.all([last, it.tell()]);
    it.answers(refused);
    await it.tellTimes(4);
    expect(it.breaker.state).toBe('closed');
    await it.tell();
    expect(it.breaker.state).toBe('open');
  });
});

describe('A party that refuses connections', () => {
  it('is left alone after five failures in a row, and nothing more is tried', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    expect(it.breaker.state).toBe('open');
    expect(await it.tell()).toEqual({ outcome: 'held-back', cause: 'unreachable', retryAfterMs: 5000 });
    expect(it.attempts()).toBe(5);
  });

  it('is not left alone after four failures and a success', async () => {
    const it = party();
    for (let round = 0; round < 3; round++) {
      it.answers(refused);
      await it.tellTimes(4);
      it.answers(delivered);
      await it.tell();
    }
    expect(it.breaker.state).toBe('closed');
    expect(it.changes).toEqual([]);
  });

  it('gets one trial after five seconds, and is left alone again when that fails', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    await it.clock.pass(4999);
    expect(await it.tell()).toMatchObject({ outcome: 'held-back', retryAfterMs: 1 });
    await it.clock.pass(1);
    expect(await it.tell()).toEqual(refused);
    expect(await it.tell()).toMatchObject({ outcome: 'held-back', retryAfterMs: 5000 });
    expect(it.attempts()).toBe(6);
  });

  it('is called by everybody again after a trial that succeeds', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    await it.clock.pass(5000);
    it.answers(delivered);
    expect(await it.tell()).toEqual(delivered);
    expect(await it.tell()).toEqual(delivered);
    expect(it.changes).toEqual(['open', 'half-open', 'closed']);
  });

  it('gets no second call while the trial is under way', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    await it.clock.pass(5000);
    let finish = (_: Delivery) => {};
    it.answers(
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    const trial = it.tell();
    expect(await it.tell()).toMatchObject({ outcome: 'held-back', cause: 'unreachable' });
    expect(it.breaker.state).toBe('half-open');
    finish(delivered);
    expect(await trial).toEqual(delivered);
    expect(it.attempts()).toBe(6);
  });

  it('is tried by somebody who waits for the answer only when nobody else tries it', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    await it.clock.pass(7999);
    expect(await it.tell('start', 'reluctant')).toMatchObject({ outcome: 'held-back' });
    await it.clock.pass(1);
    expect(await it.tell('start', 'reluctant')).toEqual(refused);
  });

  it('is not judged by what was under way when it was left alone', async () => {
    const it = party();
    let finish = (_: Delivery) => {};
    it.answers(
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    const slow = it.tell();
    it.answers(refused);
    await it.tellTimes(5);
    finish(delivered);
    await slow;
    expect(it.breaker.state).toBe('open');
  });
});

describe('A party that works', () => {
  it('may ask for a slower pace as often as it likes', async () => {
    const it = party();
    it.answers(busy);
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });

  it('may reject what it likes', async () => {
    const it = party();
    it.answers({ outcome: 'rejected', cause: '403' });
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });

  it('is not given up because of one message that it fails on each time', async () => {
    const it = party();
    it.answers(failed);
    await it.tellTimes(50, 'poison');
    expect(it.breaker.state).toBe('closed');
    await it.tellTimes(4);
    expect(it.breaker.state).toBe('open');
  });

  it('is not opened again by a message that fails in every trial', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(5);
    it.answers(failed);
    for (let trial = 0; trial < 3; trial++) {
      await it.clock.pass(5000);
      await it.tell('poison');
    }
    expect(it.breaker.state).toBe('open');
  });
});
