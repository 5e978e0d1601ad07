import { describe, expect, it } from 'vitest';
import { printed } from '../../simulators/history/print.ts';
import { runChaos } from '../chaos/chaos-run.ts';
import { type ReplicatedWorld, startReplicatedWorld } from './replicated-world.ts';

describe('Three replicas under a load', () => {
  it('R1: lose, double and swap nothing, and answer no 5xx', async () => {
    let world: ReplicatedWorld | undefined;
    const { findings, counts } = await runChaos(
      {
        seed: 'load',
        kills: 0,
        sessions: 16,
        ratePerSecond: 80,
        faults: 'none',
        seconds: 5,
        tell: () => undefined,
      },
      async () => {
        world = await startReplicatedWorld();
        return world;
      },
    );
    expect(printed(findings)).toBe('Every promise was kept.\n');
    expect(world?.front.failures()).toEqual([]);
    expect(counts['accepted from customers']).toBeGreaterThan(0);
    expect(counts['accepted from agents']).toBeGreaterThan(0);
  }, 60_000);
});
