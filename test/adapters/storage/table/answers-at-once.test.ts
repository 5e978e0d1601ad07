import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../../../src/adapters/storage/in-memory/in-memory-store.ts';
import {
  accept,
  ada,
  adasChat,
  adasLiveChat,
  lane,
  leased,
  openSession,
} from '../../../contracts/session-steps.ts';
import { testClock } from '../../../contracts/test-clock.ts';

describe('A store that has its sessions in memory', () => {
  it('gives what it knows at once, and no promise of it', async () => {
    const clock = testClock();
    const store = inMemoryStore({ clock });
    await openSession(store, clock);
    const id = await accept(store, clock, 'one');
    for (const found of [store.ofId(ada), store.ofConversation(adasChat), store.ofLiveChat(adasLiveChat)])
      expect(found).toMatchObject({ session: { id: ada } });
    expect(store.replyTo(adasChat, 'never-heard')).toBeUndefined();
    const lease = await leased(store, lane(ada));
    expect(store.begin(lease, id, 1000)).toMatchObject({ id: ada });
    expect(store.settle({ lease, id, settlement: { as: 'delivered' } })).toBe('released');
    expect(store.lease(lane(ada), 1000)).toBeUndefined();
  });
});
