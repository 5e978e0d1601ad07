import { describe, expect, it } from 'vitest';
import type { Event } from '../../../simulators/history/event.ts';
import { simulatedVendor } from '../../../simulators/live-chat/vendors.ts';
import { bridgeFaults } from '../../../simulators/simulate/play/actions/bridge-faults.ts';

/** A bridge whose process needs so many milliseconds to end, on a clock of its own. */
function dyingBridge(ms: number) {
  let now = 1_000;
  const tasks: (() => Promise<void>)[] = [];
  const noted: Event[] = [];
  const way = {
    doAt: (_moment: unknown, _which: unknown, task: () => Promise<void>) => void tasks.push(task),
  };
  const faults = bridgeFaults({
    time: {
      now: () => now,
      work: () => undefined,
      after: () => () => undefined,
      settle: async () => undefined,
    },
    bridge: {
      process: undefined,
      start: async () => undefined,
      stop: async () => undefined,
      kill: async () => {
        now += ms;
      },
    },
    liveChat: simulatedVendor('reference'),
    troubles: { toBridge: way, toLiveChat: way, toTeams: way },
    noted,
  });
  return { faults, noted, run: async () => void (await Promise.all(tasks.map((task) => task()))) };
}

const span = { type: 'crash', at: 1_000, until: 1_700 };

describe('A kill of the bridge', () => {
  it('lasts until its process is gone: what it had sent is seen that late on a busy machine', async () => {
    const { faults, noted } = dyingBridge(700);
    await faults.kill();
    expect(noted).toMatchObject([span, { type: 'restart' }]);
  });

  it('does so as well when a request sets it off, and when it stays down', async () => {
    const { faults, noted, run } = dyingBridge(700);
    await faults.killAt({ way: 'toBridge', moment: 'answer', which: 'callback' });
    await run();
    expect(noted[0]).toMatchObject(span);
    const down = dyingBridge(700);
    await down.faults.bridgeIsDown(30_000);
    expect(down.noted[0]).toMatchObject(span);
  });
});
