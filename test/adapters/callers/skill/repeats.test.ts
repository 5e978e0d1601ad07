import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { liveChatIdIn, outputsOf, skillCaller } from './skill-caller.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ environment: { HANDOFF_TURN_BUDGET_MS: '3000' } });
});
afterAll(() => world.stop());

describe('The same activity id again', () => {
  it('gets the same reply to an escalation, and opens nothing, even after the end', async () => {
    const copilot = skillCaller(world);
    const id = randomUUID();
    const first = await copilot.escalate({}, { id });
    const chats = world.liveChat.chats.length;
    expect(outputsOf(await copilot.escalate({}, { id }))).toEqual(outputsOf(first));
    await copilot.end({ LiveChatConversationId: '' });
    expect(outputsOf(await copilot.escalate({}, { id }))).toEqual(outputsOf(first));
    expect(world.liveChat.chats).toHaveLength(chats);
  });

  it('gets one session for many repeats at once', async () => {
    const copilot = skillCaller(world);
    const id = randomUUID();
    const before = world.liveChat.chats.length;
    const calls = await Promise.all(Array.from({ length: 8 }, () => copilot.escalate({}, { id })));
    expect(new Set(calls.map((call) => JSON.stringify(outputsOf(call)))).size).toBe(1);
    expect(world.liveChat.chats).toHaveLength(before + 1);
  });

  it('gets already-open again, and the refusal again', async () => {
    const copilot = skillCaller(world);
    await copilot.escalate();
    const id = randomUUID();
    const second = await copilot.escalate({}, { id });
    expect(outputsOf(second)).toMatchObject({ HandoffStatus: 'already-open' });
    expect(outputsOf(await copilot.escalate({}, { id }))).toEqual(outputsOf(second));

    const other = skillCaller(world);
    world.liveChat.refuse('closed');
    const refused = await other.escalate({}, { id: 'refused-1' });
    world.liveChat.refuse(undefined);
    const again = await other.escalate({}, { id: 'refused-1' });
    expect(outputsOf(again)).toEqual(outputsOf(refused));
    expect(again.replies.map(({ text }) => text)).toEqual(refused.replies.map(({ text }) => text));
  });

  it('relays a message once, and gets no EndOfConversation after the end either', async () => {
    const copilot = skillCaller(world);
    const escalation = await copilot.escalate();
    const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(escalation));
    for (let repeat = 0; repeat < 3; repeat++) {
      expect((await copilot.message('only once', { id: 'm-1' })).replies).toEqual([]);
    }
    await copilot.message('after');
    await chat.sees('after');
    expect(chat.messages.filter(({ text }) => text === 'only once')).toHaveLength(1);
    await copilot.end({ LiveChatConversationId: '' });
    expect((await copilot.message('only once', { id: 'm-1' })).replies).toEqual([]);
  });

  it('gets ended again from `endConversation` and from the end command, and ends no later session', async () => {
    for (const how of ['event', 'command'] as const) {
      const copilot = skillCaller(world);
      await copilot.escalate();
      const end = () =>
        how === 'event'
          ? copilot.end({ LiveChatConversationId: '' }, { id: 'e-1' })
          : copilot.message('end handoff', { id: 'e-1' });
      const first = await end();
      const reopened = await copilot.escalate();
      expect(outputsOf(await end())).toEqual(outputsOf(first));
      const chat = await world.liveChat.chat(({ id }) => id === liveChatIdIn(reopened));
      expect(chat.status).not.toBe('ended');
    }
  });

  it('gets none again, and 200 again for an end of the copilot', async () => {
    const copilot = skillCaller(world);
    const none = await copilot.message('Hello', { id: 'n-1' });
    expect(outputsOf(await copilot.message('Hello', { id: 'n-1' }))).toEqual(outputsOf(none));
    await copilot.escalate();
    for (let repeat = 0; repeat < 2; repeat++) {
      expect(await copilot.send({ type: 'endOfConversation', id: 'eoc-1' })).toMatchObject({ status: 200 });
    }
  });
});

describe('A reply that the copilot does not take', () => {
  it('is a 502, and the repeat gets the same reply and opens nothing', async () => {
    const copilot = skillCaller(world, { always: { deliveryMode: undefined } });
    const before = world.liveChat.chats.length;
    world.microsoft.copilotStudio.refuseReplies({ status: 503 });
    const failed = await copilot.escalate({}, { id: 'lost-1' });
    expect(failed.status).toBe(502);
    const repeated = await copilot.escalate({}, { id: 'lost-1' });
    expect(repeated.status).toBe(200);
    expect(outputsOf(repeated)).toMatchObject({ HandoffStatus: 'queued' });
    expect(world.liveChat.chats).toHaveLength(before + 1);
  });

  it('is a 502 for the end, too, and the repeat says ended', async () => {
    const copilot = skillCaller(world, { always: { deliveryMode: undefined } });
    await copilot.escalate();
    world.microsoft.copilotStudio.refuseReplies({ status: 400 });
    expect((await copilot.message('end handoff', { id: 'lost-2' })).status).toBe(502);
    expect(outputsOf(await copilot.message('end handoff', { id: 'lost-2' }))).toMatchObject({
      HandoffStatus: 'ended',
    });
  });
});

describe('A conversation whose id has a bar', () => {
  it('is not taken for one of another channel that reads the same together', async () => {
    const copilot = skillCaller(world, { conversationId: 'a|b' });
    expect(outputsOf(await copilot.escalate())).toMatchObject({ HandoffStatus: 'queued' });
    const other = skillCaller(world, { conversationId: 'b', always: { channelId: 'msteams|a' } });
    expect(outputsOf(await other.message('For another agent'))).toMatchObject({ Reason: 'no-session' });
    expect((await copilot.message('For this agent')).replies).toEqual([]);
  });
});
