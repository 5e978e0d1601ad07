import { describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from './chaos-run.ts';
import { startChaosWorld } from './chaos-world.ts';
import { standInStrains } from './feeds/disturbance.ts';
import { disturbedBridge } from './feeds/disturbed-bridge.ts';
import { startFollowedWorld } from './feeds/followed-world.ts';

describe('A bridge that follows its live chats, and to which one thing or the other happens', () => {
  it('R3, R29: breaks no promise', async () => {
    const told: string[] = [];
    const tell = (line: string) => void told.push(line);
    const seed = 'feeds';
    const { findings, counts } = await runChaos(
      {
        seed,
        kills: 5,
        sessions: 4,
        ratePerSecond: 16,
        faults: 'quick',
        seconds: 0,
        tell,
      },
      async () => {
        const world = await startFollowedWorld(startChaosWorld);
        const ofStream = (random: () => number) => standInStrains(world.vendor.stream, random);
        return disturbedBridge(world, { seed, tell, ofStream });
      },
    );
    expect(printed(findings), told.join('\n')).toBe('Every promise was kept.\n');
    expect(counts['accepted from agents']).toBeGreaterThan(10);
    expect(counts['longest silence after a restart, in ms']).toBeLessThan(30_000);
  }, 90_000);
});
