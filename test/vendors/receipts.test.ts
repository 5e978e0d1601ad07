import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiptsIn } from '../../simulators/live-chat/genesys/conversations/messages.ts';
import type { Chat } from '../../simulators/live-chat/start-live-chat.ts';
import { startWorld, type World } from '../end-to-end/world.ts';

let world: World;
afterEach(() => world.stop());

async function talking(liveChatKind: string) {
  world = await startWorld({ liveChatKind });
  const anna = await world.microsoft.teams.customer('Anna');
  await anna.says('I want to talk with a person');
  await anna.sees(/explain your problem/);
  await anna.says('My invoice is wrong');
  const chat = await world.liveChat.chat();
  await chat.join('Dana');
  await anna.sees(/joined/);
  return { anna, chat };
}

type Talking = Awaited<ReturnType<typeof talking>>;

const idOf = (chat: Chat, text: string): string =>
  chat.messages.find((message) => message.text === text)?.id ?? '';

const receiptsSent = () =>
  world.liveChat.requests.filter(({ path }) => /\/receipt$|\/acknowledge-entries$/.test(path));

describe('With Genesys, the agent is shown that', () => {
  let its: Talking;
  beforeEach(async () => {
    its = await talking('genesys');
  });
  const shown = (text: string) => expect.poll(() => receiptsIn(its.chat)[idOf(its.chat, text)]);

  it('words were delivered, once Teams has taken them', async () => {
    world.microsoft.teams.delay(700);
    await its.chat.says('Which one is it?');
    expect(receiptsSent()).toEqual([]);
    await shown('Which one is it?').toBe('Delivered');
    world.microsoft.teams.delay(0);
    expect(receiptsSent().map(({ status }) => status)).toEqual([200]);
  });

  it('a long text was delivered, once, with its last piece', async () => {
    const long = 'word '.repeat(8_000).trim();
    await its.chat.says(long);
    await shown(long).toBe('Delivered');
    expect(receiptsSent()).toHaveLength(1);
  });

  it('words have failed that Teams refuses for good, and not those behind them', async () => {
    world.microsoft.teams.failNext({ status: 400, when: ({ text }) => /secret/.test(text ?? '') });
    await its.chat.says('The secret of it');
    await shown('The secret of it').toBe('Failed');
    await its.chat.says('And another');
    await shown('And another').toBe('Delivered');
  });

  it('words have failed that came when the customer had left', async () => {
    await its.anna.says('Good bye');
    await its.chat.isEnded();
    await its.chat.says('One more thing');
    await shown('One more thing').toBe('Failed');
  });
});

describe('With Salesforce, the agent is shown that', () => {
  it('words were delivered, once Teams has taken them, and nothing of those that it refuses', async () => {
    const { anna, chat } = await talking('salesforce');
    world.microsoft.teams.failNext({ status: 400, when: ({ text }) => /secret/.test(text ?? '') });
    await chat.says('The secret of it');
    await chat.says('Which one is it?');
    await anna.sees(/Which one/);
    await expect
      .poll(() => receiptsSent().map(({ body }) => body))
      .toMatchObject([
        { acks: [{ entryType: 'Delivery', conversationEntryId: idOf(chat, 'Which one is it?') }] },
      ]);
  });
});
