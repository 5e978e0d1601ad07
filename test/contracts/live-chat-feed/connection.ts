import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { feedTrial, within } from './feed-trial.ts';
import type { MakeFreshFeed } from './fresh-feed.ts';

/** A connection that is up but deaf is found out within this time, in milliseconds. */
const foundOutMs = 90_000;

/** What a feed does with its connection: it lets go, gives up, and finds out that it is deaf. */
export function describeConnection(freshFeed: MakeFreshFeed): void {
  describe('the connection', () => {
    const trial = feedTrial(freshFeed);
    const { follow, heard, happen, tells, told, missed, fetched, heardAgain } = trial;

    it('is let go when the feed is stopped, which tells nothing after that', async () => {
      const listening = await heard();
      await told(listening, 1);
      await listening.stop();
      const events = listening.events.length;
      if (trial.desk.connections) await expect.poll(trial.desk.connections, within).toBe(0);
      await happen(1);
      await sleep(50);
      expect(listening.events).toHaveLength(events);
    });

    it('is let go when the feed is stopped before it hears anything', async () => {
      trial.desk.deafen(true);
      const listening = follow();
      await listening.stop();
      expect(listening.labels()).toEqual([]);
    });

    it('is given up where it is refused, and never said to be heard', async () => {
      trial.desk.refuse(true);
      const until = AbortSignal.timeout(within.timeout);
      const said: boolean[] = [];
      const listener = { hear: async () => {}, heard: (isHeard: boolean) => void said.push(isHeard) };
      await expect(trial.fresh.feed.follow(trial.fresh.session, listener, until)).rejects.toThrow();
      expect(said).not.toContain(true);
    });

    it('is given up, or said not to be heard, when it breaks', async () => {
      const listening = await heard();
      trial.desk.refuse(true);
      trial.desk.cut();
      await expect.poll(listening.isHeard, within).toBe(false);
      trial.desk.refuse(false);
      await heardAgain(listening);
    });

    it('is found out within 90 s when it is up but deaf, and what it missed is fetched', async () => {
      const listening = await heard();
      const before = await told(listening, 1);
      trial.desk.deafen(true);
      const meanwhile = await happen(2);
      await sleep(60);
      expect(listening.labels()).toEqual(before);
      await trial.clock.push(foundOutMs, () => listening.losses() > 0);
      expect(listening.losses()).toBeGreaterThan(0);
      trial.desk.deafen(false);
      await fetched(listening, [...before, ...missed(meanwhile)]);
    });

    it('may be silent while the vendor shows that it is alive', async () => {
      const { beat } = trial.desk;
      if (beat === undefined) return;
      const listening = await heard();
      for (let time = 0; time < 6; time++) {
        await trial.clock.push(foundOutMs / 3);
        await beat();
      }
      expect(listening.losses()).toBe(0);
      await tells(listening, await happen(1));
    });
  });
}
