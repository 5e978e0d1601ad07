import { describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import type { Customer } from '../../simulators/teams/customer.ts';
import { type DirectWorld, expectKept, first } from './world/direct-world.ts';
import { directedWorlds } from './world/directed-worlds.ts';

const worlds = directedWorlds();

const token = tokens('again');
const hourMs = 60 * 60_000;
/** Ids have parts, as those of some vendors do. */
const behaviour = {
  chatId: (ended: readonly { readonly id: string }[]) => ended[0]?.id ?? `desk:${token()}`,
  numbersCallbacks: true,
};

async function talks(there: DirectWorld, customer: Customer): Promise<void> {
  const chat = there.chatOf(customer);
  const [word, answer] = [token(), token()];
  await there.says(customer, word);
  void chat?.says(answer);
  await there.pass(5000);
  expect(chat?.messages.map(({ text }) => text)).toContain(word);
  expect(there.read(customer).join('\n')).toContain(answer);
}

const times = [
  { when: 'at once', afterMs: 2000 },
  { when: 'six minutes later', afterMs: 6 * 60_000 },
  { when: 'when the texts of the former session are erased', afterMs: 1.2 * hourMs },
];
// Each hour has hundreds of sweeps, and nothing happens in the others that did not happen in the first.
const aDayLater =
  process.env.VIRTUAL_RUNS === undefined ? [] : [{ when: 'a day later', afterMs: 25 * hourMs }];

describe.each([...times, ...aDayLater])('A live-chat id that is given again $when', ({ afterMs }) => {
  it.each(['customer', 'agent'])('R27: serves the next session whole, after an end by the %s', async (by) => {
    const settings = { HANDOFF_TEXT_RETENTION_HOURS: '1' };
    const world = await worlds.start({ behaviour, settings });
    for (const name of ['Anna', 'Bob', 'Bob', 'Anna']) {
      const customer = await world.asks(name);
      await talks(world, customer);
      if (by === 'customer') await world.says(customer, 'Good bye');
      else void world.chatOf(customer)?.ends({ message: token() });
      await world.pass(5000);
      const { isSkillActive } = world.parties.copilotStudio.stateOf(customer.conversationId);
      expect([name, isSkillActive, world.chatOf(customer)?.status]).toEqual([name, false, 'ended']);
      await world.pass(afterMs);
    }
    expect(new Set(world.parties.liveChat.chats().map(({ id, idAgain }) => idAgain ?? id)).size).toBe(1);
    await expectKept(world);
  });
});

describe('A live-chat id that is given again while', () => {
  it('R27: words and the end of the former session still wait, gets none of them', async () => {
    const held = token();
    let isHeld = true;
    const world = await worlds.start({
      behaviour,
      rules: {
        toLiveChat: ({ body }) => (isHeld && body.includes(held) ? { kind: 'reset-before' } : undefined),
        // The live chat cannot tell of its end either.
        toBridge: ({ body }) =>
          body.includes('"session-ended"') ? { kind: 'intermediary', status: 404 } : undefined,
      },
    });
    const anna = await world.asks('Anna');
    await world.says(anna, held);
    await world.says(anna, 'Good bye');
    void world.chatOf(anna)?.ends();
    await world.pass(2000);
    const bob = await world.asks('Bob');
    await world.pass(5000);
    isHeld = false;
    await world.says(bob, token());
    await world.pass(2 * 60_000);
    // An id that another session holds cannot be used: then Bob gets no chat, and is told so.
    const isInChat = world.parties.copilotStudio.stateOf(bob.conversationId).isSkillActive;
    const read = world.chatOf(bob)?.messages.map(({ text }) => text) ?? [];
    expect(isInChat && read.includes(held)).toBe(false);
    expect(isInChat || world.read(bob).some((text) => text.includes('cannot reach our agents'))).toBe(true);
    await world.says(bob, 'Good bye');
    await expectKept(world);
  });

  it('R27: a start whose session has ended is still repeated, is not ended by it', async () => {
    let isLost = true;
    const world = await worlds.start({
      behaviour,
      rules: {
        toLiveChat: ({ path, body }) =>
          isLost && path.endsWith('/start') && body.includes('Anna') ? { kind: 'reset-after' } : undefined,
      },
    });
    const anna = await world.asks('Anna');
    await world.says(anna, 'Good bye');
    await world.pass(12_000);
    void world.chatOf(anna)?.ends();
    await world.pass(3000);
    const bob = await world.asks('Bob');
    await world.pass(2000);
    expect(world.chatOf(bob)?.idAgain).toBeDefined();
    isLost = false;
    await world.pass(2 * 60_000);
    expect(world.chatOf(bob)?.status).not.toBe('ended');
    await talks(world, bob);
    await world.says(bob, 'Good bye');
    await expectKept(world);
  });

  it('R27: a callback of the former session is repeated, since its answer was lost', async () => {
    const lost = first(1, ({ body }) => body.includes('"session-ended"'), { kind: 'reset-after' });
    const world = await worlds.start({ behaviour, rules: { toBridge: lost } });
    const anna = await world.asks('Anna');
    void world.chatOf(anna)?.ends({ message: token() });
    await world.pass(30_000);
    const bob = await world.asks('Bob');
    await talks(world, bob);
    await world.says(bob, 'Good bye');
    await expectKept(world);
  });
});
