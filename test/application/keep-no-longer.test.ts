import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../src/adapters/storage/in-memory/in-memory-store.ts';
import { keepNoLonger } from '../../src/application/keep-no-longer.ts';
import { accept, ada, changed, ended, openSession, theSession } from '../contracts/session-steps.ts';
import { testClock } from '../contracts/test-clock.ts';

const hour = 3_600_000;
const times = { textsMs: 24 * hour, sessionsMs: 30 * 24 * hour };

describe('What has ended', () => {
  it('loses its texts after the one time, and is forgotten after the other', async () => {
    const clock = testClock();
    const store = inMemoryStore({ clock });
    const sweep = keepNoLonger({ retention: store, clock, times });
    await openSession(store, clock);
    await accept(store, clock, 'Hello');
    clock.pass(100 * 24 * hour);
    expect(await sweep()).toBe(0);
    const change = changed(await theSession(store), ended(clock.now()));
    await store.commit({ ...change, abandon: ['to-customer'] });
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
