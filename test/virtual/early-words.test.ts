import { describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import type { Chat } from '../../simulators/live-chat/live-chat.ts';
import { expectKept, first } from './world/direct-world.ts';
import { directedWorlds } from './world/directed-worlds.ts';

const worlds = directedWorlds();

const token = tokens('early');

/** A live chat that does something first, and answers the start after so many milliseconds. */
const firstDoing = (act: (chat: Chat) => unknown, answerAfterMs: number) => ({
  beforeAnswer: async (chat: Chat) => {
    void act(chat);
    await worlds.wait(answerAfterMs);
  },
});

describe.each([500, 3000, 9000])('A live chat that answers the start after %i ms', (answerAfterMs) => {
  it('R28: may greet before, and the greeting is read once', async () => {
    const greeting = [token(), token()];
    const greet = (chat: Chat) => {
      void chat.join('Dana');
      for (const text of greeting) void chat.says(text);
    };
    const world = await worlds.start({ behaviour: firstDoing(greet, answerAfterMs) });
    const anna = await world.asks('Anna');
    await world.pass(answerAfterMs + 30_000);
    const read = world.read(anna).flatMap((text) => greeting.filter((each) => text.includes(each)));
    expect(read).toEqual(greeting);
    expect(world.read(anna).filter((text) => text.includes('Dana has joined'))).toHaveLength(1);
    await world.says(anna, 'Good bye');
    await expectKept(world);
  });

  it('R28: may end the chat before, and the customer is told and given back', async () => {
    const end = (chat: Chat) => chat.ends({ message: token() });
    const world = await worlds.start({ behaviour: firstDoing(end, answerAfterMs) });
    const anna = await world.asks('Anna');
    await world.pass(answerAfterMs + 60_000);
    expect(world.read(anna).join('\n')).toContain('The agent has ended the chat');
    const answers = world.network.exchanges.toBridge.filter(({ body }) => body.includes('session-ended'));
    // A word of the customer may have learned of the end from the live chat before the callback told of it.
    expect([202, 410]).toContain(answers.at(-1)?.status);
    expect(world.parties.copilotStudio.stateOf(anna.conversationId).isSkillActive).toBe(false);
    await expectKept(world);
  });
});

describe('A live chat whose answer to the start is lost', () => {
  it('R28: may greet until the repeat is answered', async () => {
    const greeting = token();
    const world = await worlds.start({
      behaviour: { beforeAnswer: async (chat) => void chat.says(greeting) },
      rules: { toLiveChat: first(2, ({ path }) => path.endsWith('/start'), { kind: 'reset-after' }) },
    });
    const anna = await world.asks('Anna');
    await world.pass(30_000);
    expect(world.read(anna).filter((text) => text.includes(greeting))).toHaveLength(1);
    await world.says(anna, 'Good bye');
    await expectKept(world);
  });
});
