import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from './callbacks.ts';

let world: RunningBridge;

beforeAll(async () => {
  world = await startRunningBridge({ environment: { HANDOFF_TEAMS_MAX_KB: '4' } });
});
afterAll(() => world.stop());

describe('A live chat that gives the id of an open session to another one', () => {
  it('is not used for the other, so that nothing crosses', async () => {
    const { customer, chat } = await openSession(world);
    world.liveChat.failNext({ path: '/start', status: 201, body: { sessionId: chat.id, status: 'queued' } });
    const bert = await world.microsoft.teams.customer('Bert');
    const copilot = skillCaller(world, { conversationId: bert.conversationId });
    const call = await copilot.escalate({});
    expect(call.replies.at(-1)).toMatchObject({ value: { HandoffStatus: 'unavailable' } });
    await chat.says('For Anna alone');
    await customer.sees(/For Anna alone/);
    expect(bert.messages.some(({ text }) => text.includes('For Anna alone'))).toBe(false);
  });
});

describe('R27: A live chat that gives the id of an ended session again while its end still waits', () => {
  it('opens no other session in that chat, and gets no end for one', async () => {
    const { copilot, chat } = await openSession(world);
    const endsOf = (id: string) =>
      world.liveChat.requests.filter(
        ({ path, body }) => path.endsWith('/end') && JSON.stringify(body).includes(id),
      );
    world.liveChat.failNext({ path: '/end', status: 503, headers: { 'retry-after': '4' } });
    world.liveChat.failNext({ path: '/start', status: 201, body: { sessionId: chat.id, status: 'queued' } });
    await copilot.message('end handoff');
    await expect.poll(() => endsOf(chat.id)).toMatchObject([{ status: 503 }]);
    const bert = await world.microsoft.teams.customer('Bert');
    const next = skillCaller(world, { conversationId: bert.conversationId });
    const call = await next.escalate({});
    expect(call.replies.at(-1)).toMatchObject({ value: { HandoffStatus: 'unavailable' } });
    await expect.poll(() => endsOf(chat.id), { timeout: 8000 }).toHaveLength(2);
    expect((await next.escalate({})).replies.at(-1)).toMatchObject({ value: { HandoffStatus: 'queued' } });
    expect(endsOf(chat.id)).toHaveLength(2);
  });
});

describe('R27: A live chat that gives the id of an ended session again to the same customer', () => {
  it('is heard, although it numbers its callbacks anew', async () => {
    const { copilot, customer, chat } = await openSession(world);
    const words = { messageId: '1', message: 'The first time' };
    expect(await postSigned(world, callbackOf(chat.id, words))).toMatchObject({ status: 202 });
    expect(await postSigned(world, callbackOf(chat.id, words))).toMatchObject({ status: 200 });
    await copilot.message('end handoff');
    await expect.poll(() => chat.status).toBe('ended');
    world.liveChat.failNext({ path: '/start', status: 201, body: { sessionId: chat.id, status: 'queued' } });
    await copilot.escalate({});
    const again = { messageId: '1', message: 'The second time' };
    expect(await postSigned(world, callbackOf(chat.id, again))).toMatchObject({ status: 202 });
    await customer.sees(/The second time/);
  });
});

describe('A text of the agent that is too long for one message in Teams', () => {
  it('arrives in several, in order, with nothing lost between them', async () => {
    const { customer, chat } = await openSession(world);
    const before = customer.messages.length;
    const words = Array.from({ length: 2000 }, (_, number) => `word${number}`);
    expect(await chat.says(words.join(' '))).toMatchObject({ status: 202 });
    await customer.sees(/word1999$/);
    const pieces = customer.messages.slice(before).map(({ text }) => text.replace(/^\*\*Dana\*\*: /, ''));
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join('')).toBe(words.join(' '));
    for (const { text } of customer.messages.slice(before)) expect(text.length * 2).toBeLessThan(4 * 1024);
  });
});
