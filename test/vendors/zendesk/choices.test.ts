import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';
import { openSession } from '../../adapters/live-chat/callbacks.ts';

/* What Zendesk is free to do, through the whole bridge. */

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ liveChatKind: 'zendesk' });
});
afterEach(() => world.liveChat.behave({}));
afterAll(() => world.stop());

describe('A trigger of Zendesk', () => {
  it('speaks as no agent, who still has to join', async () => {
    const { customer, chat } = await openSession(world);
    world.liveChat.behave({ choices: { saidBy: 'trigger' } });
    await chat.says('All agents are busy');
    await customer.sees('All agents are busy');
    expect(customer.messages.some(({ text }) => /Dana|Automated/.test(text))).toBe(false);
    world.liveChat.behave({});
    await chat.join('Dana');
    await customer.sees(/Dana has joined/);
    await chat.says('Hello');
    await customer.sees(/Dana.*: Hello/);
  });
});

describe('An agent of Zendesk', () => {
  it('whose name is not told is heard all the same', async () => {
    const { customer, chat } = await openSession(world);
    world.liveChat.behave({ choices: { namesAgents: false } });
    await chat.says('Hello without a name');
    await customer.sees(/Hello without a name/);
  });

  it.each(['releaseControl', 'passControl', 'support'])(
    'who ends the session by %s is told to the customer, and last words come before it',
    async (endsBy) => {
      const { customer, chat } = await openSession(world);
      world.liveChat.behave({ choices: { endsBy } });
      await chat.says('Goodbye then');
      await chat.ends();
      await customer.sees(/agent has ended the chat/);
      const texts = customer.messages.map(({ text }) => text);
      expect(texts.findIndex((text) => text.includes('Goodbye then'))).toBeLessThan(
        texts.findIndex((text) => text.includes('has ended the chat')),
      );
    },
  );
});

describe('A batch of Zendesk', () => {
  it('that tells of other conversations of the account as well shows none of them', async () => {
    const { customer, chat } = await openSession(world);
    world.liveChat.behave({ choices: { mixes: true } });
    expect(await chat.says('For Anna')).toMatchObject({ status: 200 });
    await customer.sees(/For Anna/);
    await chat.says('And this too');
    await customer.sees(/And this too/);
    expect(customer.messages.some(({ text }) => text.includes('How can I help?'))).toBe(false);
  });
});

describe('An account whose default integration is the Agent Workspace', () => {
  it('has one ticket, with its fields', async () => {
    world.liveChat.behave({ choices: { isWorkspaceDefault: true } });
    const before = world.liveChat.chats.length;
    const { customer, chat } = await openSession(world, { ProblemDescription: 'My invoice' });
    expect(world.liveChat.chats).toHaveLength(before + 1);
    expect(chat.details.ticket).toMatchObject({ 9001: expect.stringMatching(/^hs_/) });
    await chat.join('Dana');
    await customer.sees(/Dana has joined/);
  });
});
