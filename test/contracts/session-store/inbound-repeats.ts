import { describe, expect, it } from 'vitest';
import { conversationId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  ada,
  adasChat,
  agentSaid,
  changed,
  ended,
  opening,
  openSession,
  theSession,
  words,
} from '../session-steps.ts';

const inbound = { id: 'message:1', answer: 'accepted' };
const repeated = { outcome: 'repeated', sessionId: ada, answer: 'accepted' };
const sixDays = 6 * 24 * 60 * 60 * 1000;

/** Of 1,024 bytes at most, and never twice the same character in a row, which a database could write in short. */
const longestIds = [0x4e00, 0x3041, 0x1f300, 0x30].map((first) => {
  let id = '';
  for (let at = 0; Buffer.byteLength(id) <= 1020; at++) {
    id += String.fromCodePoint(first + ((at * 7919) % (first > 0x1000 ? 0x500 : 70)));
  }
  return id;
});

export function describeInboundRepeats(freshStore: MakeFreshStore): void {
  describe('an inbound request that comes again', () => {
    it('is answered as before and has no second effect, also when it was read too early', async () => {
      const { store, clock } = await freshStore();
      await openSession(store, clock);
      const stored = await theSession(store);
      const said = agentSaid('Hello', clock.now());
      const change = { ...changed(stored, said), messages: [words(stored, 'Hello', clock.now())], inbound };
      expect(await store.commit(change)).toEqual({ outcome: 'committed' });
      expect(await store.commit(change)).toEqual(repeated);
      const again = await theSession(store);
      expect(await store.commit({ ...changed(again, said), inbound })).toEqual(repeated);
      expect(await theSession(store)).toEqual(again);
    });

    it('is recognised in a later session of its conversation', async () => {
      const { store, clock } = await freshStore();
      await store.commit({ ...opening(clock), inbound });
      await store.commit(changed(await theSession(store), ended(clock.now())));
      const second = { ...opening(clock, sessionId('second')), inbound };
      expect(await store.commit(second)).toEqual(repeated);
      expect(await store.ofConversation(adasChat)).toBeUndefined();
    });

    it('is another one in another conversation', async () => {
      const { store, clock } = await freshStore();
      await store.commit({ ...opening(clock), inbound });
      const bobs = conversationId('conversation-bob');
      const other = { ...opening(clock, sessionId('bob'), bobs), inbound };
      expect(await store.commit(other)).toEqual({ outcome: 'committed' });
      expect(await store.replyTo(bobs, inbound.id)).toEqual({ sessionId: 'bob', answer: 'accepted' });
    });

    it('is remembered under the longest ids that are taken, whatever they are made of', async () => {
      const { store, clock } = await freshStore();
      for (const [count, longest] of longestIds.entries()) {
        const conversation = conversationId(`msteams|${longest}`);
        const long = { id: `message:${longest}`, answer: 'accepted' };
        const own = sessionId(`long-${count}`);
        const change = { ...opening(clock, own, conversation), inbound: long };
        expect(await store.commit(change)).toEqual({ outcome: 'committed' });
        expect(await store.commit(change)).toEqual({ ...repeated, sessionId: own });
        expect((await store.ofConversation(conversation))?.session.id).toBe(own);
      }
    });

    it('is not known when its commit was refused', async () => {
      const { store, clock } = await freshStore();
      await store.commit(opening(clock));
      const stale = { ...opening(clock), inbound };
      expect(await store.commit(stale)).toEqual({ outcome: 'stale' });
      expect(await store.replyTo(adasChat, inbound.id)).toBeUndefined();
    });

    it('is recognised for a week', async () => {
      const { store, clock, reopen } = await freshStore();
      await store.commit({ ...opening(clock), inbound });
      clock.pass(sixDays);
      const other = { id: 'message:2', answer: 'accepted' };
      await store.commit({ ...changed(await theSession(store)), inbound: other });
      const later = (await reopen?.('close')) ?? store;
      expect(await later.replyTo(adasChat, inbound.id)).toEqual({ sessionId: ada, answer: 'accepted' });
    });

    it('is forgotten when it was answered before a time, in steps, and no other is', async () => {
      const { store, clock } = await freshStore();
      const ids = ['message:1', 'message:2', 'message:3'];
      const bobs = conversationId('conversation-bob');
      await store.commit({ ...opening(clock), inbound });
      await store.commit({ ...opening(clock, sessionId('bob'), bobs), inbound });
      for (const id of ids.slice(1)) {
        await store.commit({ ...changed(await theSession(store)), inbound: { ...inbound, id } });
      }
      clock.pass(120_000);
      await store.commit({ ...changed(await theSession(store)), inbound: { ...inbound, id: 'later' } });
      const before = clock.now() - 30_000;
      const counts = [2, 2, 2, 2].map(() => () => store.deleteIdempotencyRecords(before, 2));
      let forgotten = 0;
      for (const forget of counts) forgotten += await forget();
      expect(forgotten).toBe(4);
      for (const id of ids) expect(await store.replyTo(adasChat, id)).toBeUndefined();
      expect(await store.replyTo(bobs, inbound.id)).toBeUndefined();
      expect(await store.replyTo(adasChat, 'later')).toMatchObject({ answer: 'accepted' });
    });
  });
}
