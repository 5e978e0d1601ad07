import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DirectWorld, directWorld, expectKept } from './world/direct-world.ts';
import { lowdbStores } from './world/stores.ts';
import { type VirtualRuntime, virtualRuntime } from './world/virtual-runtime.ts';

/* Chatwoot sends a callback once. What is lost with its connection, the conversation's listing has. */

const files = lowdbStores();
let stage: VirtualRuntime;
beforeAll(async () => {
  stage = await virtualRuntime(files.isBusy);
});
afterAll(async () => {
  stage.dismantle();
  await files.remove();
});

/** Longer than from one listing to the next, in milliseconds. */
const listedMs = 16_000;

/** A session with an agent, whose callbacks are lost from now on while `isLosing`. */
async function sessionThatLoses(settings: Readonly<Record<string, string>> = {}) {
  const faults = { isLosing: false };
  const world = await directWorld(stage, {
    liveChatKind: 'chatwoot',
    freshStore: files.fresh,
    settings,
    rules: {
      toBridge: ({ path }) =>
        faults.isLosing && path.startsWith('/api/livechat/') ? { kind: 'reset-before' } : undefined,
    },
  });
  const anna = await world.asks('Anna');
  await world.pass(5_000);
  const chat = world.chatOf(anna);
  if (chat === undefined) throw new Error('no chat was opened');
  void chat.join('Dana');
  await world.pass(1_000);
  return { world, anna, chat, faults };
}

async function close(world: DirectWorld): Promise<void> {
  world.stop();
  await world.close();
}

describe('What Chatwoot has told in vain', () => {
  it('is found by the listing: words and the end behind them, each with one effect', async () => {
    const { world, anna, chat, faults } = await sessionThatLoses();
    const said = (text: string) => world.read(anna).filter((each) => each.endsWith(text)).length;
    void chat.says('Heard by its callback');
    await world.pass(1_000);
    faults.isLosing = true;
    for (const text of ['Lost the first time', 'ok', 'ok']) void chat.says(text);
    await world.pass(1_000);
    expect([said('Heard by its callback'), said('Lost the first time')]).toEqual([1, 0]);
    await world.pass(listedMs);
    expect([said('Heard by its callback'), said('Lost the first time'), said(': ok')]).toEqual([1, 1, 2]);
    void chat.ends();
    await world.pass(listedMs);
    expect(said('The agent has ended the chat. You are back with the virtual assistant.')).toBe(1);
    await world.says(anna, 'Hello');
    await world.pass(10_000);
    expect(world.parties.copilotStudio.stateOf(anna.conversationId).isSkillActive).toBe(false);
    await expectKept(world);
    await close(world);
  });

  it('is found by another process than the one that was there then', async () => {
    const { world, anna, chat, faults } = await sessionThatLoses();
    faults.isLosing = true;
    world.kill();
    void chat.says('Said to no process');
    await world.pass(5_000);
    await world.start();
    await world.pass(listedMs);
    expect(world.read(anna).filter((each) => each.endsWith('Said to no process'))).toHaveLength(1);
    await expectKept(world);
    await close(world);
  });

  it('is lost where nothing is listed', async () => {
    const { world, anna, chat, faults } = await sessionThatLoses({
      LIVECHAT_CHATWOOT_LISTINGS_PER_MINUTE: '0',
    });
    faults.isLosing = true;
    void chat.says('Lost for good');
    await world.pass(5 * 60_000);
    expect(world.read(anna).filter((each) => each.endsWith('Lost for good'))).toEqual([]);
    await close(world);
  });
});
