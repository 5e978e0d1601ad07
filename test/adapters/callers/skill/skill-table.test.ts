import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { liveChatIdIn, outputsOf, type SkillCaller, skillCaller, statusOf } from './skill-caller.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const typesOf = ({ replies }: { readonly replies: readonly { readonly type: string }[] }) =>
  replies.map(({ type }) => type);

describe.each(['expectReplies', undefined])('The skill, asked with deliveryMode %s,', (deliveryMode) => {
  const caller = (): SkillCaller => skillCaller(world, { always: { deliveryMode } });
  const chatOf = (id: string) => world.liveChat.chat((chat) => chat.id === id);

  it('answers an escalation with EndOfConversation and the outputs of the action', async () => {
    const call = await caller().escalate();
    expect(call.status).toBe(200);
    expect(typesOf(call)).toEqual(['endOfConversation']);
    expect(call.replies[0]).toMatchObject({ code: 'completedSuccessfully' });
    expect(outputsOf(call)).toEqual({
      LiveChatConversationId: expect.stringMatching(/^lc_/),
      HandoffStatus: 'queued',
      Reason: '',
    });
    expect(JSON.stringify(call.body ?? {})).not.toContain('_channelId');
  });

  it('takes `endConversation` without a LiveChatConversationId key for an escalation', async () => {
    expect(statusOf(await caller().end({ ProblemDescription: 'Help' }))).toBe('queued');
    expect(statusOf(await caller().end(undefined))).toBe('queued');
  });

  it('answers a second escalation with the session that is open: already-open', async () => {
    const copilot = caller();
    const first = await copilot.escalate();
    const second = await copilot.escalate();
    expect(outputsOf(second)).toMatchObject({
      HandoffStatus: 'already-open',
      LiveChatConversationId: liveChatIdIn(first),
    });
  });

  it('relays a message and answers 200 without EndOfConversation', async () => {
    const copilot = caller();
    const chat = await chatOf(liveChatIdIn(await copilot.escalate()));
    const call = await copilot.message('Number 17');
    expect(call).toMatchObject({ status: 200, replies: [] });
    expect(await chat.sees('Number 17')).toMatchObject({ from: 'customer' });
  });

  it.each(['end handoff', 'END HANDOFF', '  End   Handoff ', 'endhandoff', 'end\thandoff\n'])(
    'takes the message %j for the end command',
    async (text) => {
      const copilot = caller();
      const id = liveChatIdIn(await copilot.escalate());
      const call = await copilot.message(text);
      expect(outputsOf(call)).toEqual({
        HandoffStatus: 'ended',
        LiveChatConversationId: id,
        Reason: 'customer',
      });
      await (await chatOf(id)).isEnded();
    },
  );

  it('relays a message that only contains the end command', async () => {
    const copilot = caller();
    const chat = await chatOf(liveChatIdIn(await copilot.escalate()));
    expect((await copilot.message('please end handoff now')).replies).toEqual([]);
    await chat.sees('please end handoff now');
  });

  it.each(['', null])('ends the open session for a LiveChatConversationId key that is %j', async (key) => {
    const copilot = caller();
    const id = liveChatIdIn(await copilot.escalate());
    expect(outputsOf(await copilot.end({ LiveChatConversationId: key }))).toMatchObject({
      HandoffStatus: 'ended',
      LiveChatConversationId: id,
    });
    await (await chatOf(id)).isEnded();
  });

  it('ends the session that `endConversation` names, and finds none when it has ended', async () => {
    const copilot = caller();
    const LiveChatConversationId = liveChatIdIn(await copilot.escalate());
    expect(statusOf(await copilot.end({ LiveChatConversationId }))).toBe('ended');
    expect(outputsOf(await copilot.end({ LiveChatConversationId }))).toMatchObject({
      HandoffStatus: 'none',
      Reason: 'no-session',
    });
    expect(statusOf(await copilot.end({ LiveChatConversationId: '' }))).toBe('none');
  });

  it('ends nothing for the live chat of another conversation', async () => {
    const [mine, other] = [caller(), caller()];
    const myChat = await chatOf(liveChatIdIn(await mine.escalate()));
    const otherChat = await chatOf(liveChatIdIn(await other.escalate()));
    expect(statusOf(await mine.end({ LiveChatConversationId: otherChat.id }))).toBe('none');
    await mine.message('still mine');
    await other.message('still other');
    await Promise.all([myChat.sees('still mine'), otherChat.sees('still other')]);
  });

  it('answers a message or an unknown event with no session open: none, with a Reason', async () => {
    const none = { LiveChatConversationId: '', HandoffStatus: 'none', Reason: 'no-session' };
    expect(outputsOf(await caller().message('Hello?'))).toEqual(none);
    expect(outputsOf(await caller().send({ type: 'event', name: 'somethingElse' }))).toEqual(none);
  });

  it('ignores an unknown event while a session is open', async () => {
    const copilot = caller();
    await copilot.escalate();
    expect(await copilot.send({ type: 'event', name: 'else', value: { a: 1 } })).toMatchObject({
      status: 200,
      replies: [],
    });
  });

  it('ends the session for `endOfConversation` and answers 200 without a reply', async () => {
    const copilot = caller();
    const chat = await chatOf(liveChatIdIn(await copilot.escalate()));
    expect(await copilot.send({ type: 'endOfConversation' })).toMatchObject({ status: 200, replies: [] });
    await chat.isEnded();
    expect(chat.endReason).toBe('copilot');
  });

  it('answers 200 to the health check of an import', async () => {
    expect(await caller().send({ type: 'endOfConversation', name: 'PVASkillImport' })).toMatchObject({
      status: 200,
      replies: [],
    });
  });

  it.each(['conversationUpdate', 'typing', 'messageReaction', 'installationUpdate', 'unheardOf'])(
    'answers 200 to %s, with and without a session',
    async (type) => {
      const copilot = caller();
      expect(await copilot.send({ type })).toMatchObject({ status: 200, replies: [] });
      await copilot.escalate();
      expect(await copilot.send({ type })).toMatchObject({ status: 200, replies: [] });
    },
  );

  it('answers 501 to invoke', async () => {
    expect((await caller().send({ type: 'invoke', name: 'any' })).status).toBe(501);
  });

  it('answers unsupported-channel, with a sentence before, where nothing can be sent later', async () => {
    const call = await caller().escalate({}, { channelId: 'pva-studio' });
    expect(typesOf(call)).toEqual(['message', 'endOfConversation']);
    expect(call.replies[0]?.text).toMatch(/Microsoft Teams/);
    expect(call.replies[1]).toMatchObject({
      code: 'completedSuccessfully',
      value: { HandoffStatus: 'unsupported-channel', LiveChatConversationId: '' },
    });
  });

  it.each(['closed', 'no-agents', 'unavailable'] as const)(
    'puts a sentence before the EndOfConversation when the live chat is %s',
    async (reason) => {
      world.liveChat.refuse(reason);
      const call = await caller().escalate();
      world.liveChat.refuse(undefined);
      expect(typesOf(call)).toEqual(['message', 'endOfConversation']);
      expect(call.replies[0]?.text).toMatch(/\w+\.$/);
      expect(call.replies[1]).toMatchObject({
        code: 'completedSuccessfully',
        value: { HandoffStatus: reason, LiveChatConversationId: '' },
      });
    },
  );

  it('says active when an agent is there at once', async () => {
    const body = { sessionId: `lc_${randomUUID()}`, status: 'active' };
    world.liveChat.failNext({ path: '/start', status: 201, body });
    expect(outputsOf(await caller().escalate())).toEqual({
      HandoffStatus: 'active',
      LiveChatConversationId: body.sessionId,
      Reason: '',
    });
  });
});
