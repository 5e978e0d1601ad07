import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escalated } from '../end-to-end/escalated.ts';
import { startWorld, type World } from '../end-to-end/world.ts';
import { type BackedUpStore, backedUpDatabase, backedUpFiles } from './backed-up-stores.ts';

/** A server is made, stopped, started and copied; its files are written to the disk. */
const timeout = 120_000;

describe.each([
  ['files', backedUpFiles],
  ['database', backedUpDatabase],
] as const)('A restored backup (%s)', { timeout }, (_, make) => {
  let store: BackedUpStore;
  let world: World;
  beforeEach(async () => {
    store = await make();
    world = await startWorld({ environment: store.environment });
  }, timeout);
  afterEach(async () => {
    await world.stop();
    await store.remove();
  }, timeout);

  it('has what was accepted before it, delivers what waited then, and knows nothing of what came after', async () => {
    const { microsoft, liveChat, bridge } = world;
    const { anna, chat } = await escalated(microsoft, liveChat);
    await chat.join('Dana');
    await anna.sees(/Dana/);
    liveChat.failNext({ path: '/send', status: 503, times: 2 });
    await anna.says('Number 17');
    await store.backUp(bridge);
    await chat.sees('Number 17');
    await anna.says('Number 18');
    await chat.sees('Number 18');
    expect(await chat.says('Found it')).toMatchObject({ status: 202 });
    await anna.sees(/Found it/);

    const deliveredBefore = deliveries(bridge.output(), 'to-live-chat');
    await bridge.kill();
    await store.loseAndRestore(bridge);
    await bridge.start();
    // What waited at the backup goes out again under the same key, which the live chat knows.
    const delivered = () => deliveries(bridge.output(), 'to-live-chat') - deliveredBefore;
    await expect.poll(delivered, { timeout: 15_000 }).toBe(1);
    expect(chat.messages.filter(({ text }) => text === 'Number 17')).toHaveLength(1);

    await anna.says('Number 19');
    await chat.sees('Number 19');
    await chat.says('Here you are');
    await anna.sees(/Here you are/);
    await anna.says('Good bye');
    await chat.isEnded();
  });
});

/** How many messages the bridge says to have delivered. */
const deliveries = (output: string, direction: string): number =>
  output
    .split('\n')
    .filter((line) => line.includes('"msg":"delivery"') && line.includes(`"${direction}"`))
    .filter((line) => line.includes('"outcome":"delivered"')).length;
