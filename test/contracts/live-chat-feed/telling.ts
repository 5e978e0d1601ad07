import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../../src/application/ports/live-chat-feed.ts';
import { feedTrial, within } from './feed-trial.ts';
import type { MakeFreshFeed } from './fresh-feed.ts';

/** Longer than any feed waits for a sign of life, in milliseconds. */
const veryLongMs = 180_000;

/** What a feed tells: in order, repeats allowed, gaps not. */
export function describeTelling(freshFeed: MakeFreshFeed): void {
  describe('telling', () => {
    const trial = feedTrial(freshFeed);
    const { follow, heard, happen, tells, told, missed, fetched } = trial;

    it('tells what happens, in its order and one after the other', async () => {
      const listening = await heard({ take: () => sleep(1) });
      await tells(listening, await happen(4));
      expect(listening.mostAtOnce()).toBe(1);
    });

    it('tells what happened before it was followed', async () => {
      const labels = missed(await happen(3));
      await tells(follow(), labels);
    });

    it('has one id for what it repeats, and another one for everything else', async () => {
      trial.desk.repeat();
      const listening = await heard();
      const first = await told(listening, 2);
      trial.desk.cut();
      const labels = [...first, ...(await told(listening, 2))];
      const ids = Map.groupBy(listening.events, (event) => trial.fresh.label(event) ?? '');
      const named = labels.map((label) => new Set(ids.get(label)?.map(({ messageId }) => messageId)));
      expect(named.map(({ size }) => size)).toEqual(labels.map(() => 1));
      expect(new Set(named.flatMap((each) => [...each])).size).toBe(labels.length);
    });

    it('leaves no gap where its connection breaks', async () => {
      const listening = await heard();
      const before = await told(listening, 2);
      trial.desk.refuse(true);
      trial.desk.cut();
      const meanwhile = await happen(3);
      trial.desk.refuse(false);
      const labels = [...before, ...missed(meanwhile)];
      await fetched(listening, labels);
      await fetched(listening, [...labels, ...(await happen(1))]);
    });

    it('leaves no gap where its connection has lost something, once it is made anew', async () => {
      const listening = await heard();
      const before = await told(listening, 1);
      trial.desk.lose(true);
      const meanwhile = await happen(2);
      // A connection that is cut before it has lost them has not lost them.
      await sleep(60);
      trial.desk.lose(false);
      trial.desk.cut();
      await fetched(listening, [...before, ...missed(meanwhile)]);
    });

    it('has bookmarks that may lag behind what was told, and never lead', async () => {
      const listening = await heard();
      const labels = await told(listening, 4);
      await listening.stop();
      for (const [index, { bookmark }] of listening.events.entries()) {
        const session = { ...trial.fresh.session, ...(bookmark !== undefined && { bookmark }) };
        const later = follow({ session });
        const known = listening.events.slice(0, index + 1).map(trial.fresh.label);
        const isNew = (label: string) => !known.includes(label);
        await expect.poll(() => later.labels().filter(isNew), within).toEqual(missed(labels).filter(isNew));
        await later.stop();
      }
    });

    it('tells again what was not taken when it was stopped, and stops at once all the same', async () => {
      const taken: FeedEvent[] = [];
      const take = async (event: FeedEvent) => {
        taken.push(event);
        if (taken.length === 2) await new Promise(() => {});
      };
      const listening = await heard({ take });
      const labels = await happen(2);
      await expect.poll(() => taken.length, within).toBe(2);
      await listening.stop();
      expect(listening.events).toHaveLength(1);
      const later = follow({ session: listening.session() });
      await expect.poll(() => later.labels().includes(labels[1] ?? ''), within).toBe(true);
    });

    it('loses nothing while an event waits to be taken, however long', async () => {
      let isHeldUp = true;
      const take = async () => {
        while (isHeldUp) await sleep(2);
      };
      const listening = await heard({ take });
      const labels = await happen(3);
      await trial.clock.push(veryLongMs);
      isHeldUp = false;
      await fetched(listening, labels);
      expect(listening.mostAtOnce()).toBe(1);
    });
  });
}
