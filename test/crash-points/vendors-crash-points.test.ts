import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultKind, liveChatKinds, simulatedVendor } from '../../simulators/live-chat/vendors.ts';
import { freshInMemoryStore } from '../virtual/world/stores.ts';
import { type VirtualRuntime, virtualRuntime } from '../virtual/world/virtual-runtime.ts';
import { crashPoints } from './crash-points.ts';
import { surviving } from './scenario.ts';

const survived = { deaths: 1, verdict: 'Every promise was kept.\n', errors: [], stuck: [], kept: 0 };

/** What is committed only where the live chat tells of it. */
const toldAs = new Map([
  ['commit agent-joined', 'agent-joined'],
  ['commit live-chat-closed', 'session-ended'],
] as const);

const others = liveChatKinds
  .filter((kind) => kind !== defaultKind)
  .map((kind, index) => {
    const { tells, lacks = {} } = simulatedVendor(kind);
    const untold = [...toldAs].filter(([, act]) => !tells.has(act)).map(([write]) => write);
    const reached = crashPoints.filter((point) => !untold.some((write) => point.endsWith(` ${write}`)));
    // The short form dies at every fourteenth point, and at other ones with each live chat.
    const isPlayed = (number: number) => process.env.CRASH_POINTS === 'all' || number % 14 === index * 2;
    return { kind, lacks, points: reached.filter((_, number) => isPlayed(number)) };
  });

describe.each(others)('With the live chat $kind, a crash', ({ kind, lacks, points }) => {
  let stage: VirtualRuntime;
  beforeAll(async () => {
    stage = await virtualRuntime();
  });
  afterAll(() => stage.dismantle());

  it.each(points)('%s costs nothing', async (point) => {
    const result = await surviving(point, { stage, freshStore: freshInMemoryStore, liveChatKind: kind });
    expect(result).toMatchObject(survived);
    if (lacks['repeated starts'] === undefined) expect(result.leftOpen).toBe(0);
  });
});
