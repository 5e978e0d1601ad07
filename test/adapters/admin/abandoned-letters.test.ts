import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingStore, newCounts } from '../../../src/adapters/admin/delivery-counts.ts';
import { inMemoryStore } from '../../../src/adapters/storage/in-memory/in-memory-store.ts';
import {
  accept,
  ada,
  changed,
  ended,
  lane,
  lent,
  openSession,
  theSession,
} from '../../contracts/session-steps.ts';
import { testClock } from '../../contracts/test-clock.ts';
import { callbackOf, openSession as openSessionIn, postSigned } from '../live-chat/callbacks.ts';
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
    const clock = testClock();
    const counts = newCounts();
    const store = countingStore(inMemoryStore({ clock }), counts, clock);
    await openSession(store, clock);
    const id = await accept(store, clock, 'word');
    const lease = await lent(store, lane(ada));
    await store.begin(lease, id, 1000);
    await store.commit({ ...changed(await theSession(store), ended(clock.now())), abandon: ['to-customer'] });
    await store.settle({ lease, id, settlement: { as: 'rejected', cause: 'ended' } });
    expect(counts['to-customer'].deadLettered).toBe(1);
  });
});
