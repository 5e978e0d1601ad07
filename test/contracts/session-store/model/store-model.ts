import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversationId, sessionId } from '../../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../../fresh-store.ts';
import {
  accept,
  ada,
  adasChat,
  agentSaid,
  changed,
  ended,
  lane,
  leased,
  opening,
  openSession,
  theSession,
  words,
} from '../../session-steps.ts';
import { expectLanesToAgree, type LaneStep, laneSteps } from './lane-model.ts';

const runs = { numRuns: 25 };

export function describeStoreModel(freshStore: MakeFreshStore): void {
  describe('whatever happens', () => {
    it('a conversation has at most one session that is not ended, whatever races for it', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.nat(2), { minLength: 2, maxLength: 8 }), async (conversations) => {
          const { store, clock } = await freshStore();
          const race = conversations.map((conversation, index) =>
            store.commit(opening(clock, sessionId(`s${index}`), conversationId(`c${conversation}`))),
          );
          const outcomes = await Promise.all(race);
          for (const conversation of new Set(conversations)) {
            const won = outcomes.filter(
              ({ outcome }, index) => outcome === 'committed' && conversations[index] === conversation,
            );
            expect(won).toHaveLength(1);
          }
        }),
        runs,
      ));

    it('of changes that race for one version exactly one is committed', () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: 6 }), async (racers) => {
          const { store, clock } = await freshStore();
          await openSession(store, clock);
          const read = await theSession(store);
          const race = Array.from({ length: racers }, (_, index) => {
            const said = agentSaid(`${index}`, clock.now());
            return store.commit({ ...changed(read, said), messages: [words(read, `${index}`, 0)] });
          });
          const outcomes = (await Promise.all(race)).map(({ outcome }) => outcome);
          expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
          expect((await theSession(store)).pending['to-customer']).toBe(1);
        }),
        runs,
      ));

    it('an inbound request has one effect however many copies of it race', () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: 6 }), async (copies) => {
          const { store, clock } = await freshStore();
          const inbound = { id: 'message:1', answer: 'requested' };
          const race = Array.from({ length: copies }, (_, index) =>
            store.commit({ ...opening(clock, sessionId(`s${index}`)), inbound }),
          );
          const outcomes = (await Promise.all(race)).map(({ outcome }) => outcome).sort();
          expect(outcomes).toEqual(['committed', ...Array(copies - 1).fill('repeated')]);
          expect((await store.ofConversation(adasChat))?.version).toBe(1);
        }),
        runs,
      ));

    it('a lane is never leased twice at once', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.nat(1500), { maxLength: 10 }), async (pauses) => {
          const { store, clock } = await freshStore();
          await openSession(store, clock);
          await accept(store, clock, 'one');
          let heldUntil = 0;
          for (const pause of pauses) {
            clock.pass(pause);
            const lent = await Promise.all([store.lease(lane(ada), 1000), store.lease(lane(ada), 1000)]);
            const leases = lent.filter((lease) => lease !== undefined);
            expect(leases).toHaveLength(clock.now() >= heldUntil ? 1 : 0);
            if (leases.length > 0) heldUntil = clock.now() + 1000;
          }
        }),
        runs,
      ));

    it('a lane gives back exactly what was accepted and not settled, in order, also after the process ended', () =>
      fc.assert(
        fc.asyncProperty(laneSteps, (steps: readonly LaneStep[]) => expectLanesToAgree(freshStore, steps)),
        { numRuns: 40 },
      ));

    it('what was given up is never leased again', () =>
      fc.assert(
        fc.asyncProperty(fc.nat(4), fc.nat(4), async (before, later) => {
          const { store, clock } = await freshStore();
          await openSession(store, clock);
          for (let count = 0; count <= before; count++) await accept(store, clock, `before ${count}`);
          await store.commit({ ...changed(await theSession(store)), deadLetterLanes: ['to-customer'] });
          for (let count = 0; count <= later; count++) await accept(store, clock, `later ${count}`);
          const { messages } = await leased(store, lane(ada));
          expect(messages).toHaveLength(later + 1);
          expect(messages.every(({ id }) => id.includes('later'))).toBe(true);
          await store.commit({
            ...changed(await theSession(store), ended(clock.now())),
            deadLetterLanes: ['to-customer'],
          });
          expect(await store.dueLanes(10)).toEqual([]);
        }),
        runs,
      ));
  });
}
