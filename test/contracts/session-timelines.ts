import { describe, expect, it } from 'vitest';
import type { SessionTimeline } from '../../src/application/ports/session-timelines.ts';
import { sessionId } from '../../src/domain/ids.ts';
import type { MakeFreshStore } from './fresh-store.ts';
import {
  accept,
  acceptSecret,
  ada,
  adasChat,
  adasLiveChat,
  attempt,
  changed,
  ended,
  lane,
  leased,
  openSession,
  type Store,
  theSession,
} from './session-steps.ts';
import { storesWithMessages } from './session-store/stores-with-messages.ts';

const other = sessionId('session-bob');

export function describeTimelines(freshStore: MakeFreshStore): void {
  const withWords = storesWithMessages(freshStore);

  describe('a timeline', () => {
    it('has the events of a session, and each message with its end', async () => {
      const { store, clock, first } = await withWords('one');
      clock.pass(5);
      await attempt(store, lane(ada), { as: 'delivered' });
      const { events, messages } = await timelineOf(store);
      expect(events).toEqual([{ at: expect.any(Number), type: 'live-chat-opened', detail: 'queued' }]);
      expect(messages).toEqual([
        expect.objectContaining({ kind: 'start', direction: 'to-live-chat', state: 'delivered' }),
        {
          id: first,
          direction: 'to-customer',
          kind: 'say',
          bytes: '{"kind":"say","text":"one","agentName":"Dana"}'.length,
          acceptedAt: clock.now() - 5,
          attempts: 1,
          unknownAttempts: 0,
          state: 'delivered',
          settledAt: clock.now(),
          failures: [],
          replayedAt: [],
        },
      ]);
    });

    it('has what waits, with its failed attempts and when the next one comes', async () => {
      const { store, clock, ids } = await withWords('one', 'two');
      const until = clock.now() + 700;
      await attempt(store, lane(ada), { as: 'unknown', until, cause: '503\tbusy' });
      const [, one, two] = (await timelineOf(store)).messages;
      expect(one).toMatchObject({ id: ids[0], state: 'pending', dueAt: until, attempts: 1 });
      expect(one?.failures).toEqual([{ at: clock.now(), outcome: 'unknown', cause: '503 busy', until }]);
      expect(two).toMatchObject({ id: ids[1], state: 'pending', attempts: 0, failures: [] });
      expect(two).not.toHaveProperty('cause');
    });

    it('says of an attempt that has begun that it has', async () => {
      const { store, first } = await withWords('one');
      await store.begin(await leased(store, lane(ada)), first, 1000);
      expect((await timelineOf(store)).messages[1]).toMatchObject({ state: 'attempting', attempts: 1 });
    });

    it('follows a dead letter, its replay and its removal', async () => {
      const { store, clock, first } = await withWords('one');
      await attempt(store, lane(ada), { as: 'rejected', cause: '403' });
      const died = { state: 'dead-letter', cause: '403', settledAt: clock.now() };
      expect((await timelineOf(store)).messages[1]).toMatchObject(died);
      clock.pass(10);
      await store.replay(first);
      const again = { state: 'pending', replayedAt: [clock.now()], dueAt: clock.now() };
      expect((await timelineOf(store)).messages[1]).toMatchObject(again);
      clock.pass(10);
      await attempt(store, lane(ada), { as: 'rejected', cause: '404' });
      clock.pass(10);
      await store.drop(first);
      const gone = { state: 'removed', cause: '404', attempts: 2, settledAt: clock.now() };
      expect((await timelineOf(store)).messages[1]).toMatchObject(gone);
    });

    it('has what was given up with its lane', async () => {
      const { store, clock } = await withWords('one');
      const stored = await theSession(store);
      const end = {
        id: `${ada}.9.0`,
        sessionId: ada,
        acceptedAt: clock.now(),
        direction: 'to-customer',
        content: { kind: 'return', reason: 'agent' },
      } as const;
      await store.commit({ ...changed(stored), messages: [end] });
      const now = await theSession(store);
      await store.commit({ ...changed(now, ended(clock.now())), deadLetterLanes: ['to-customer'] });
      const { events, messages } = await timelineOf(store);
      expect(events.at(-1)).toEqual({ at: clock.now(), type: 'handoff-ended', detail: 'customer' });
      expect(messages.slice(1).map(({ kind, state, cause }) => [kind, state, cause])).toEqual([
        ['say', 'dead-letter', 'abandoned'],
        ['return', 'dropped', undefined],
      ]);
    });

    it('keeps what many messages went through, and no word of them', async () => {
      const { store, clock } = await withWords();
      for (let number = 0; number < 40; number++) {
        await acceptSecret(store, clock, `w${number}`);
        await attempt(store, lane(ada), { as: 'delivered' });
      }
      const timeline = await timelineOf(store);
      expect(timeline.messages).toHaveLength(41);
      expect(timeline.isShortened).toBe(false);
      expect(JSON.stringify([timeline.events, timeline.messages])).not.toMatch(/SECRET|Dana|Ada/);
    });

    it('outlives the process', async () => {
      const { store, reopen } = await withWords('one', 'two');
      await attempt(store, lane(ada), { as: 'delivered' });
      const before = await timelineOf(store);
      if (reopen) expect(await timelineOf((await reopen('kill')) as Store)).toEqual(before);
    });

    it('stays when the texts are erased, and goes with the session', async () => {
      const { store, clock } = await withWords('one');
      await attempt(store, lane(ada), { as: 'delivered' });
      await store.commit(changed(await theSession(store), ended(clock.now())));
      await store.redactTextsOf(ada);
      const { events, messages } = await timelineOf(store);
      expect([events.length, messages.length]).toEqual([2, 2]);
      await store.deleteEnded(clock.now() + 1, 10);
      expect(await store.timelineOf(ada)).toBeUndefined();
    });
  });

  describe('a search for sessions', () => {
    it('finds by each id, ended ones too, the newest first', async () => {
      const { store, clock } = await withWords();
      await store.commit(changed(await theSession(store), ended(clock.now())));
      clock.pass(10);
      await openSession(store, clock, other);
      const found = async (id: string) => (await store.findSessions(id, 10)).map((each) => each.id);
      expect(await found(ada)).toEqual([ada]);
      expect(await found(adasChat)).toEqual([ada]);
      expect(await found(adasLiveChat)).toEqual([ada]);
      expect(await found('aad-1')).toEqual([other, ada]);
      expect(await found('aad')).toEqual([]);
      expect(await store.findSessions('aad-1', 1)).toHaveLength(1);
    });

    it('does not find an erased customer, whose session keeps its other ids', async () => {
      const { store, clock } = await withWords();
      await store.commit(changed(await theSession(store), ended(clock.now())));
      await store.redactTextsOf(ada);
      expect(await store.findSessions('aad-1', 10)).toEqual([]);
      expect(await store.findSessions('erased', 10)).toEqual([]);
      expect(await store.findSessions(adasChat, 10)).toHaveLength(1);
    });
  });

  describe('the oldest that waits', () => {
    it('is the head of a lane, whether it is due or not', async () => {
      const { store, clock, first } = await withWords('one', 'two');
      clock.pass(10);
      await openSession(store, clock, other);
      const later = await accept(store, clock, 'three', other);
      await attempt(store, lane(ada), { as: 'not-delivered', until: clock.now() + 900, cause: '429' });
      const heads = await store.oldestPending(10);
      expect(heads.map(({ id }) => id)).toEqual([first, later]);
      expect(heads[0]).toMatchObject({ lastCause: '429', attempts: 1, dueAt: clock.now() + 900 });
      expect(heads[1]).not.toHaveProperty('lastCause');
      expect(await store.oldestPending(1)).toHaveLength(1);
    });
  });
}

async function timelineOf(store: Store): Promise<SessionTimeline> {
  const timeline = await store.timelineOf(ada);
  if (timeline === undefined) throw new Error('there is no timeline');
  return timeline;
}
