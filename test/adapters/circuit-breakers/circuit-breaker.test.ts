import { describe, expect, it } from 'vitest';
import { peerBreaker } from '../../../src/adapters/circuit-breakers/circuit-breaker.ts';
import { channelHealthSignalOf } from '../../../src/adapters/circuit-breakers/health-signal.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import type { BreakerState } from '../../../src/application/ports/store-health.ts';
import { virtualClock } from '../../application/world/fakes/virtual-clock.ts';

const refused: Delivery = { outcome: 'not-delivered', cause: 'ECONNREFUSED' };
const busy: Delivery = { outcome: 'not-delivered', cause: '429' };
const delivered: Delivery = { outcome: 'delivered' };

function party() {
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

const later = () => {
  let finish = (_: Delivery) => {};
  const answer = new Promise<Delivery>((resolve) => {
    finish = resolve;
  });
  return { answer, finish: (delivery: Delivery) => finish(delivery) };
};

describe('A party that fails', () => {
  it('is left alone after five failures of several sessions', async () => {
    const it = party();
    it.answers(refused);
    for (const session of ['a', 'b', 'a', 'b']) await it.tell(session);
    expect(it.breaker.state).toBe('closed');
    await it.tell('c');
    expect(it.breaker.state).toBe('open');
  });

  it('is not left alone for a message that fails for hours and one failure each of two others', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(100, 'poison');
    await it.tell('kim');
    await it.tell('lee');
    expect(it.breaker.state).toBe('closed');
    await it.tell('max');
    expect(it.breaker.state).toBe('open');
  });

  it('is not left alone when it works in between', async () => {
    const it = party();
    for (let round = 0; round < 3; round++) {
      it.answers(refused);
      await it.tellTimes(4);
      it.answers(delivered);
      await it.tell();
    }
    expect(it.changes).toEqual([]);
  });

  it('is not left alone for failures that are minutes apart', async () => {
    const it = party();
    it.answers(refused);
    for (let time = 0; time < 20; time++) {
      await it.tell();
      await it.clock.pass(2 * 60_000);
    }
    expect(it.breaker.state).toBe('closed');
  });

  it('has all its failures taken back when it works again, also one that is counted at the same moment', async () => {
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

  it('is not judged by what was under way when it was left alone', async () => {
    const it = party();
    const { answer, finish } = later();
    it.answers(answer);
    const slow = it.tell();
    await it.opens();
    finish(delivered);
    await slow;
    expect(it.breaker.state).toBe('open');
  });
});

describe('A party that is left alone', () => {
  it('gets three attempts at messages that have not failed, at once, and then one in five seconds', async () => {
    const it = party();
    const before = await it.opensAndIsTried();
    expect(await it.tell()).toEqual({ outcome: 'deferred', cause: 'unreachable', retryAfterMs: 5000 });
    await it.clock.pass(4999);
    expect(await it.tell()).toMatchObject({ outcome: 'deferred', retryAfterMs: 1 });
    expect(it.attempts()).toBe(before);
    await it.clock.pass(1);
    expect(await it.tell()).toEqual(refused);
    expect(await it.tell()).toMatchObject({ outcome: 'deferred', retryAfterMs: 5000 });
    expect(it.attempts()).toBe(before + 1);
  });

  it('is called for all messages again after one attempt that succeeds', async () => {
    const it = party();
    await it.opens();
    it.answers(delivered);
    expect(await it.tell()).toEqual(delivered);
    expect(it.changes).toEqual(['open', 'half-open', 'closed']);
    for (let time = 0; time < 10; time++) expect(await it.tell()).toEqual(delivered);
  });

  it('serves a message that has not failed while one that it cannot take is under way', async () => {
    const it = party();
    await it.opens();
    const { answer, finish } = later();
    it.answers(answer);
    const hanging = it.tell('poison');
    expect(it.breaker.state).toBe('half-open');
    it.answers(delivered);
    expect(await it.tell('kim')).toEqual(delivered);
    expect(it.breaker.state).toBe('closed');
    finish(refused);
    await hanging;
    expect(it.breaker.state).toBe('closed');
  });

  it('is asked by a message that has failed only when no other was tried for eight seconds', async () => {
    const it = party();
    it.answers(refused);
    await it.tellTimes(3, 'poison');
    const before = await it.opensAndIsTried();
    await it.clock.pass(7999);
    expect(await it.tell('poison')).toMatchObject({ outcome: 'deferred', retryAfterMs: 1 });
    expect(await it.tell('kim')).toEqual(refused);
    await it.clock.pass(7999);
    expect(await it.tell('poison')).toMatchObject({ outcome: 'deferred', retryAfterMs: 1 });
    await it.clock.pass(1);
    const { answer, finish } = later();
    it.answers(answer);
    const probe = it.tell('poison');
    expect(await it.tell('poison')).toMatchObject({ outcome: 'deferred', retryAfterMs: 2000 });
    finish(delivered);
    expect(await probe).toEqual(delivered);
    expect(it.attempts()).toBe(before + 2);
    expect(it.breaker.state).toBe('closed');
  });

  it('is not found to work by what was not sent', async () => {
    const it = party();
    await it.opens();
    const unsent: readonly Delivery[] = [
      { outcome: 'deferred', cause: 'paced', retryAfterMs: 1 },
      { outcome: 'rejected', cause: 'ended' },
    ];
    for (const outcome of [...unsent, ...unsent, ...unsent]) {
      await it.breaker.run({ session: 'a', message: 'a.1' }, async () => outcome, channelHealthSignalOf);
    }
    expect(it.breaker.state).toBe('open');
    it.answers(delivered);
    expect(await it.tell()).toEqual(delivered);
  });
});

describe('A party that works', () => {
  const failures = [
    '403',
    '408',
    '500',
    '502',
    '503',
    '504',
    'timeout',
    'ECONNRESET',
    'answer-without-message',
  ];

  it.each(failures)(
    'is never left alone because of one message, or one session, that fails with %s',
    async (cause) => {
      const it = party();
      it.answers({ outcome: 'unknown', cause });
      for (let time = 0; time < 500; time++) {
        await it.tell('poison', `poison.${Math.floor(time / 100)}`);
        await it.clock.pass(1000);
      }
      expect(it.changes).toEqual([]);
    },
  );

  it.each(failures)(
    'refuses no other session although a few messages fail for hours with %s',
    async (cause) => {
      const it = party();
      const poisons = ['p1', 'p2', 'p3', 'p4'];
      for (let minute = 0; minute < 300; minute++) {
        it.answers({ outcome: 'unknown', cause });
        for (const poison of poisons) {
          await it.tell(poison);
          await it.clock.pass(10_000);
        }
        if (minute % 5 > 0) continue;
        it.answers(delivered);
        expect(await it.tell(`kim ${minute}`)).toEqual(delivered);
      }
      expect(it.changes.length).toBeGreaterThan(0);
    },
  );

  it('may ask for a slower pace as often as it likes', async () => {
    const it = party();
    it.answers(busy);
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });

  it('may reject what it likes', async () => {
    const it = party();
    it.answers({ outcome: 'rejected', cause: '403 BotDisabledByAdmin' });
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });
});
