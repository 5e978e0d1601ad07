import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingStore } from '../../../src/adapters/admin/metrics/counting-store.ts';
import { newMetrics } from '../../../src/adapters/admin/metrics/metrics.ts';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import type { Outbox } from '../../../src/application/ports/outbox.ts';
import { StoreUnavailable } from '../../../src/application/ports/session-store.ts';
import {
  accept,
  ada,
  changed,
  ended,
  lane,
  leased,
  openSession,
  theSession,
} from '../../contracts/session-steps.ts';
import { testClock } from '../../contracts/test-clock.ts';
import { callbackOf, openSession as openSessionIn, postSigned } from '../live-chat/callbacks.ts';
import { metricValue } from './metric-value.ts';
import { type OperatedBridge, startOperatedBridge } from './operator.ts';

let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge();
});
afterAll(() => world.stop());

async function deadLettered(): Promise<number> {
  const { text } = await world.ask('GET', '/metrics');
  return Number(/^handoff_dead_lettered_total\{direction="to-customer"\} (\d+)$/m.exec(text)?.[1]);
}

describe('handoff_dead_lettered_total', () => {
  it('counts the words that waited for a customer when the session ended', async () => {
    const { chat, copilot, customer } = await openSessionIn(world);
    world.microsoft.teams.failNext({
      status: 503,
      headers: { 'retry-after': '30' },
      when: (_, conversationId) => conversationId === customer.conversationId,
    });
    const before = await deadLettered();
    for (let count = 0; count < 3; count++) {
      expect((await postSigned(world, callbackOf(chat.id, { message: `word ${count}` }))).status).toBe(202);
    }
    await copilot.end({ LiveChatConversationId: '' });
    await chat.isEnded();
    expect((await deadLettered()) - before).toBe(3);
  });

  it('counts once what was being sent when the session ended', async () => {
    const { store, refusal, end, counted } = await whileSending();
    await end();
    await store.settle(refusal);
    expect(await counted()).toBe(1);
  });

  it('counts it once when its refusal changes the session as well', async () => {
    const { store, refusal, end, counted } = await whileSending();
    await end();
    await store.commit({ ...changed(await theSession(store)), settled: refusal });
    expect(await counted()).toBe(1);
  });

  it('counts it once when it is refused before the end is counted', async () => {
    const world = await whileSending((deaths) => async (id) => {
      const found = await deaths(id);
      await world.store.settle(world.refusal);
      return found;
    });
    await world.end();
    expect(await world.counted()).toBe(1);
  });

  it('does not fail an end that is committed when the dead letters cannot be read', async () => {
    const { end, counted } = await whileSending(() => async () => {
      throw new StoreUnavailable('away');
    });
    expect(await end()).toMatchObject({ outcome: 'committed' });
    expect(await counted()).toBe(0);
  });

  it('counts again what was put back and has died again', async () => {
    const { store, refusal, end, counted } = await whileSending();
    await store.settle(refusal);
    expect(await store.replay(refusal.id)).toMatchObject({ outcome: 'replayed' });
    await end();
    expect(await counted()).toBe(2);
  });
});

type DeathsIn = Outbox['deadLettersIn'];

/** A word of which an attempt has begun, in a store that counts. */
async function whileSending(reading: (deaths: DeathsIn) => DeathsIn = (deaths) => deaths) {
  const clock = testClock();
  const metrics = newMetrics();
  const inner = inMemoryStore({ clock });
  const deathsIn = reading((id) => inner.deadLettersIn(id));
  const store = countingStore({ ...inner, deadLettersIn: deathsIn }, metrics, clock);
  await openSession(store, clock);
  const id = await accept(store, clock, 'word');
  const lease = await leased(store, lane(ada));
  await store.begin(lease, id, 1000);
  return {
    store,
    refusal: { lease, id, settlement: { as: 'rejected', cause: 'refused' } } as const,
    end: async () =>
      store.commit({
        ...changed(await theSession(store), ended(clock.now())),
        deadLetterLanes: ['to-customer'],
      }),
    counted: () => metricValue(metrics, 'handoff_dead_lettered_total', 'to-customer'),
  };
}
