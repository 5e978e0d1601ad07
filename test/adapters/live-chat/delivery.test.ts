import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { openSession } from './callbacks.ts';

let world: RunningBridge;

const keysOf = (path: string, chatId: string) =>
  world.liveChat.requests
    .filter((each) => each.path === path && JSON.stringify(each.body).includes(chatId))
    .map(({ headers, body, status }) => ({ key: headers['idempotency-key'], body, status }));

describe('The bridge and its live chat', () => {
  beforeAll(async () => {
    world = await startRunningBridge();
  });
  afterAll(() => world.stop());

  it('keep the Idempotency-Key and the body in each repeat of a message, and use a new one for the next', async () => {
    const { copilot, chat } = await openSession(world);
    world.liveChat.failNext({ path: '/send', status: 500 });
    world.liveChat.failNext({ path: '/send', reset: 'after-accepting' });
    await copilot.message('first');
    await copilot.message('second');
    await chat.sees('second');
    const requests = keysOf('/api/livechat/send', chat.id);
    expect(requests).toHaveLength(4);
    expect(new Set(requests.slice(0, 3).map((each) => JSON.stringify([each.key, each.body]))).size).toBe(1);
    expect(requests[3]?.key).not.toBe(requests[0]?.key);
    expect(chat.messages.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('open one live chat when the answer to the start was lost, under one key', async () => {
    const before = world.liveChat.chats.length;
    world.liveChat.failNext({ path: '/start', reset: 'after-accepting' });
    const { chat } = await openSession(world);
    expect(world.liveChat.chats).toHaveLength(before + 1);
    const keys = keysOf('/api/livechat/start', chat.handoffSessionId ?? '?').map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it.each([404, 410])(
    'end the session when a message is answered %i, and tell the customer',
    async (status) => {
      const { copilot, customer } = await openSession(world);
      world.liveChat.failNext({ path: '/send', status });
      await copilot.message('anybody?');
      await customer.sees(status === 410 ? /ended the chat/ : /lost the connection/);
      expect((await copilot.message('hello?')).replies.at(-1)).toMatchObject({ type: 'endOfConversation' });
    },
  );

  it('deliver after a wrong key was mended', async () => {
    const { copilot, chat } = await openSession(world);
    world.liveChat.failNext({ path: '/send', status: 401 });
    await copilot.message('patience');
    await chat.sees('patience');
  });
});

describe('With LIVECHAT_OAUTH_SCOPE', () => {
  const scope = 'api://live-chat.example/.default';
  beforeAll(async () => {
    world = await startRunningBridge({
      environment: { LIVECHAT_API_KEY: '', LIVECHAT_OAUTH_SCOPE: scope, HANDOFF_TURN_BUDGET_MS: '800' },
    });
  });
  afterAll(() => world.stop());

  it('the live chat gets a token of the skill’s app for that scope, asked for once, and again as it is refused', async () => {
    const before = world.microsoft.entra.tokenRequests;
    // This live chat wants a key, and so refuses; what it was shown is what counts.
    const opening = Promise.all([openSessionRefused(), openSessionRefused()]);
    await expect.poll(() => world.liveChat.requests.length).toBeGreaterThan(1);
    const authorization = world.liveChat.requests[0]?.headers.authorization;
    const claims = await world.microsoft.entra.verified(authorization, 'live-chat.example');
    expect(claims).toMatchObject({ azp: world.credentials.skillApp.clientId });
    const shown = new Set(world.liveChat.requests.map(({ headers }) => headers.authorization));
    expect(shown.size).toBeLessThanOrEqual(2);
    // One for the live chat, the one in its place, and one of the copilot for its skill.
    expect(world.microsoft.entra.tokenRequests - before).toBeLessThanOrEqual(3);
    await opening;
  });

  const openSessionRefused = async () => {
    await world.microsoft.copilotStudio.callSkill({ type: 'event', name: 'startConversation', value: {} });
  };
});
