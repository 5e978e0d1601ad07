import { describe, expect, it } from 'vitest';
import { channelHealthSignalOf } from '../../../src/adapters/circuit-breakers/health-signal.ts';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import { delivered, party, refused } from './attempted-peer.ts';

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
