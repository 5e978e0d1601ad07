import { describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from './chaos-run.ts';

describe('kill -9 at random moments, under load and faults on every way', () => {
  it.each(['skill', 'both'] as const)(
    'R3: breaks no promise, and work resumes at once (called as %s)',
    async (callers) => {
      const told: string[] = [];
      const { findings, counts } = await runChaos({
        seed: 'short',
        callers,
        kills: 3,
        sessions: 5,
        ratePerSecond: 20,
        faults: 'quick',
        neverTakenOneIn: 20,
        seconds: 0,
        tell: (line) => void told.push(line),
      });
      expect(printed(findings), told.join('\n')).toBe('Every promise was kept.\n');
      expect(counts['refused by the bridge with a 5xx']).toBe(0);
      expect(counts['accepted from customers']).toBeGreaterThan(10);
      expect(counts['accepted from agents']).toBeGreaterThan(10);
      expect(counts['longest silence after a restart, in ms']).toBeLessThan(30_000);
    },
    90_000,
  );
});
