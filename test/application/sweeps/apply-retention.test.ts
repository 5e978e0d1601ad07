import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import type { Retention } from '../../../src/application/ports/retention.ts';
import { StoreUnavailable } from '../../../src/application/ports/session-store.ts';
import { applyRetention } from '../../../src/application/sweeps/apply-retention.ts';
import {
  accept,
  ada,
  adasChat,
  changed,
  ended,
  opening,
  openSession,
  theSession,
} from '../../contracts/session-steps.ts';
import { testClock } from '../../contracts/test-clock.ts';
import { virtualClock } from '../world/fakes/virtual-clock.ts';

const hour = 3_600_000;
const times = { textsMs: 24 * hour, sessionsMs: 30 * 24 * hour };

describe('What has ended', () => {
  it('loses its texts after the one time, and is forgotten after the other', async () => {
    const clock = testClock();
    const store = inMemoryStore({ clock });
    const sweep = applyRetention({ retention: store, clock, times });
    await openSession(store, clock);
    await accept(store, clock, 'Hello');
    clock.pass(100 * 24 * hour);
    expect(await sweep()).toBe(0);
    const change = changed(await theSession(store), ended(clock.now()));
    await store.commit({ ...change, deadLetterLanes: ['to-customer'] });
    clock.pass(24 * hour);
    expect(await sweep()).toBe(0);
    clock.pass(1);
    expect(await sweep()).toBe(1);
    expect(JSON.stringify(await theSession(store))).not.toContain('Hello');
    clock.pass(29 * 24 * hour - 1);
    expect(await sweep()).toBe(0);
    expect(await store.ofId(ada)).toBeDefined();
    clock.pass(1);
    expect(await sweep()).toBe(1);
    expect(await store.ofId(ada)).toBeUndefined();
  });
});

/** A store in which so many sessions are due, of which it can change so many at once; each takes a millisecond. */
function behind(due: number, { atOnce = () => Number.POSITIVE_INFINITY, msEach = 1 } = {}) {
  const clock = virtualClock();
  const left = { texts: due, sessions: due };
  const batches: number[] = [];
  const take = (what: keyof typeof left) => async (_: number, limit: number) => {
    batches.push(limit);
    const count = Math.min(limit, left[what]);
    await new Promise<void>((resolve) => void clock.after(count * msEach, resolve));
    if (count > atOnce()) throw new StoreUnavailable('57014');
    left[what] -= count;
    return count;
  };
  const retention: Retention = {
    ofCustomer: async () => [],
    redactTextsOf: async () => 'nothing',
    redactTexts: take('texts'),
    deleteEnded: take('sessions'),
    deleteIdempotencyRecords: async () => 0,
    purge: async () => {},
  };
  return { clock, left, batches, sweep: applyRetention({ retention, clock, times }) };
}

describe('A request that was answered', () => {
  it('is recognised for seven days, and forgotten then', async () => {
    const clock = testClock(1_700_000_000_000 - (1_700_000_000_000 % 60_000));
    const store = inMemoryStore({ clock });
    const sweep = applyRetention({ retention: store, clock, times });
    const inbound = { id: 'message:1', answer: 'accepted' };
    await store.commit({ ...opening(clock), inbound });
    clock.pass(7 * 24 * hour);
    await sweep();
    expect(await store.replyTo(adasChat, inbound.id)).toMatchObject({ answer: 'accepted' });
    clock.pass(60_000);
    expect(await sweep()).toBe(0);
    expect(await store.replyTo(adasChat, inbound.id)).toBeUndefined();
  });
});

describe('Retention', () => {
  it('goes on until nothing is due', async () => {
    const { clock, left, sweep } = behind(12_345);
    expect(await clock.until(sweep())).toBe(2 * 12_345);
    expect(left).toEqual({ texts: 0, sessions: 0 });
  });

  it('keeps up with 100 sessions a second that end, also where each takes two milliseconds', async () => {
    const { clock, left, sweep } = behind(6000, { msEach: 2 });
    const startedAt = clock.now();
    await clock.until(sweep());
    expect(left).toEqual({ texts: 0, sessions: 0 });
    expect(clock.now() - startedAt).toBeLessThan(60_000);
  });

  it('takes fewer at once where a store cannot do as many, and all of them all the same', async () => {
    const { clock, left, sweep } = behind(300, { atOnce: () => 7 });
    await clock.until(sweep());
    expect(left).toEqual({ texts: 0, sessions: 0 });
  });

  it('takes fewer at once where they take long, so that others have their turn', async () => {
    const { clock, batches, left, sweep } = behind(2000, { msEach: 20 });
    await clock.until(sweep());
    expect(left).toEqual({ texts: 0, sessions: 0 });
    expect(Math.max(...batches.slice(20)) * 20).toBeLessThan(1000);
  });

  it('takes more at once again when that is over', async () => {
    let atOnce = 3;
    const { clock, batches, sweep } = behind(5000, { atOnce: () => atOnce });
    const sweeping = sweep();
    await clock.pass(20_000);
    expect(Math.max(...batches.slice(-10))).toBeLessThan(10);
    atOnce = Number.POSITIVE_INFINITY;
    await clock.until(sweeping);
    expect(Math.max(...batches.slice(-10))).toBeGreaterThan(50);
  });

  it('fails when not even one can be done', async () => {
    const { clock, left, sweep } = behind(50, { atOnce: () => 0 });
    await expect(clock.until(sweep())).rejects.toThrow('what is due was not removed');
    expect(left).toEqual({ texts: 50, sessions: 50 });
  });

  it('ends with the batch that is under way when the process stops', async () => {
    const { clock, batches, sweep } = behind(100_000);
    let isStopping = false;
    const sweeping = sweep(() => isStopping);
    await clock.pass(1000);
    isStopping = true;
    const before = batches.length;
    await clock.until(sweeping);
    expect(batches.length).toBeLessThan(before + 3);
  });
});
