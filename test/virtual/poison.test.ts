import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../simulators/faults/fault.ts';
import type { Asked } from '../../simulators/faults/orders.ts';
import { tokens } from '../../simulators/history/token.ts';
import { type DirectWorld, directWorld, expectKept, first } from './direct-world.ts';
import { type VirtualStage, virtualStage } from './virtual-stage.ts';

let stage: VirtualStage;
let world: DirectWorld | undefined;
beforeAll(async () => {
  stage = await virtualStage();
});
afterEach(() => world?.stop());
afterAll(() => stage.dismantle());

const token = tokens('poison');
const aMinute = 60_000;
const always = Number.POSITIVE_INFINITY;

const faults: readonly Fault[] = [
  { kind: 'intermediary', status: 403 },
  { kind: 'status', status: 503 },
  { kind: 'black-hole' },
];

describe.each(faults)('One message that meets $kind $status each time', (fault) => {
  it('R24: at the live chat becomes a dead letter, and keeps no other customer from an agent', async () => {
    const poison = token();
    const isPoison = ({ path, body }: Asked) => path.endsWith('/send') && body.includes(poison);
    world = await directWorld(stage, { rules: { toLiveChat: first(always, isPoison, fault) } });
    const anna = await world.asks('Anna');
    const next = token();
    await world.says(anna, poison);
    await world.says(anna, next);
    for (let count = 0; count < 6; count++) {
      const other = await world.asks(`Customer ${count}`);
      const word = token();
      await world.says(other, word);
      await world.pass(1000);
      expect(world.chatOf(other)?.messages.at(-1)?.text).toBe(word);
      await world.pass(5 * aMinute);
    }
    const said = world.chatOf(anna)?.messages.map(({ text }) => text);
    expect(said).toContain(next);
    expect(said).not.toContain(poison);
    expect(world.read(anna).join('\n')).toContain('could not be delivered to the agent');
    await expectKept(world);
  });

  it('R24: at Teams becomes a dead letter, and holds up no other customer', async () => {
    const poison = token();
    const isPoison = ({ path, body }: Asked) => path.startsWith('/teams/v3/') && body.includes(poison);
    world = await directWorld(stage, { rules: { toTeams: first(always, isPoison, fault) } });
    const anna = await world.asks('Anna');
    const next = token();
    void world.chatOf(anna)?.says(poison);
    await world.pass(100);
    void world.chatOf(anna)?.says(next);
    for (let count = 0; count < 6; count++) {
      const other = await world.asks(`Customer ${count}`);
      const word = token();
      void world.chatOf(other)?.says(word);
      await world.pass(1000);
      expect(world.read(other).join('\n')).toContain(word);
      await world.pass(5 * aMinute);
    }
    const read = world.read(anna).join('\n');
    expect(read).toContain(next);
    expect(read).not.toContain(poison);
    await expectKept(world);
  });
});
