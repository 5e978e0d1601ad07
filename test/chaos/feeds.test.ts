import { describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from './chaos-run.ts';
import { startChaosWorld } from './chaos-world.ts';
import { startFollowedWorld } from './feeds/followed-world.ts';

describe('kill -9 of a bridge that follows its live chats, on a stream that keeps, loses, repeats and overlaps', () => {
  it('R3, R29: breaks no promise', async () => {
    const told: string[] = [];
    const seed = 'feeds';
    const { findings, counts } = await runChaos(
      {
        seed,
        kills: 3,
        sessions: 4,
        ratePerSecond: 16,
        faults: 'quick',
        seconds: 0,
        tell: (line) => void told.push(line),
      },
      () => startFollowedWorld({ seed, start: startChaosWorld }),
    );
    expect(printed(findings), told.join('\n')).toBe('Every promise was kept.\n');
    expect(counts['accepted from agents']).toBeGreaterThan(10);
    expect(counts['longest silence after a restart, in ms']).toBeLessThan(30_000);
  }, 90_000);
});
