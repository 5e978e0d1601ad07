import { describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { liveChatKinds } from '../../simulators/live-chat/vendors.ts';
import { runChaos } from '../chaos/chaos-run.ts';

/** More with `npm run test:chaos -- --live-chat KIND --kills 20`. */
const kills = 3;

describe.each(liveChatKinds)(
  'With the live chat %s, kill -9 under load and faults on every way',
  (liveChatKind) => {
    it('R3, R10, R12, R14: breaks no promise, and work resumes at once', async () => {
      const told: string[] = [];
      const { findings, counts } = await runChaos({
        liveChatKind,
        seed: 'vendors',
        kills,
        sessions: 5,
        ratePerSecond: 20,
        faults: 'quick',
        neverTakenOneIn: 20,
        seconds: 0,
        tell: (line) => void told.push(line),
      });
      expect(printed(findings), told.join('\n')).toBe('Every promise was kept.\n');
      expect(counts['refused by the bridge with a 5xx']).toBe(0);
      expect(counts['accepted from customers']).toBeGreaterThan(5);
      expect(counts['accepted from agents']).toBeGreaterThan(5);
      expect(counts['longest silence after a restart, in ms']).toBeLessThan(30_000);
    }, 120_000);
  },
);
