import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSentences } from '../../../../src/application/sentences.ts';
import {
  liveChatIdIn,
  type Overrides,
  outputsOf,
  type SkillCaller,
  skillCaller,
  statusOf,
} from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const anna = { id: '29:anna', name: 'Anna', aadObjectId: 'aad-anna', role: 'user' };
const ben = { id: '29:ben', name: 'Ben\n Ode', aadObjectId: 'aad-ben', role: 'user' };

/** A conversation of several people in which Anna has asked for an agent. */
async function groupChat(always: Overrides = {}) {
  const conversation = { id: `19:${randomUUID()}@thread.v2`, conversationType: 'groupChat', isGroup: true };
  const said = { conversation, from: anna, ...always };
  const copilot = skillCaller(world, { always: said });
  const liveChatId = liveChatIdIn(await copilot.escalate());
  const chat = await world.liveChat.chat(({ id }) => id === liveChatId);
  return { copilot, chat, liveChatId };
}

const messagesIn = ({ replies }: Awaited<ReturnType<SkillCaller['send']>>) =>
  replies.map(({ type, text }) => [type, text]);
const refusal = [['message', defaultSentences.onlyCustomerEnds]];

describe('In a conversation of several people', () => {
  it.each([
    ['a group chat', {}],
    [
      'a channel',
      { conversation: { id: `19:${randomUUID()}@thread.tacv2;messageid=1`, conversationType: 'channel' } },
    ],
    ['one of which no type is known', { conversation: { id: `a:1${randomUUID()}` } }],
  ])('each person’s words reach the agent under their own name: %s', async (_, always) => {
    const { copilot, chat } = await groupChat(always);
    await copilot.message('mine');
    await copilot.message('and mine', { from: ben });
    await copilot.message('look', { from: ben, attachments: [{ contentType: 'image/png', name: 'a.png' }] });
    await copilot.message('nameless', { from: { id: '29:nameless' } });
    await copilot.message('mine again');
    await chat.sees('mine again');
    expect(chat.messages.map(({ sender, text }) => [sender, text])).toEqual([
      ['Anna', 'mine'],
      ['Ben Ode', 'and mine'],
      ['Ben Ode', 'look'],
      ['Ben Ode', '[Sent a picture: a.png]'],
      ['Participant', 'nameless'],
      ['Anna', 'mine again'],
    ]);
  });

  it('the customer is known by either id', async () => {
    const { copilot, chat } = await groupChat();
    await copilot.message('one', { from: { id: '29:anna', name: 'A.' } });
    await copilot.message('two', { from: { id: '29:anna-2', name: 'A.', aadObjectId: 'AAD-Anna' } });
    await chat.sees('two');
    expect(chat.messages.map(({ sender }) => sender)).toEqual(['Anna', 'Anna']);
  });

  it('only who asked for the agent can end it by the command, and the others are told so', async () => {
    const { copilot, chat } = await groupChat();
    expect(messagesIn(await copilot.message('end handoff', { from: ben }))).toEqual(refusal);
    await copilot.message('still here');
    await chat.sees('still here');
    expect(chat.messages.map(({ text }) => text)).toEqual(['still here']);
    expect(statusOf(await copilot.message('end handoff'))).toBe('ended');
    await chat.isEnded();
  });

  it.each([false, true])(
    'only who asked for the agent can end it by the action (named: %s)',
    async (isNamed) => {
      const { copilot, chat, liveChatId } = await groupChat();
      const value = { LiveChatConversationId: isNamed ? liveChatId : '' };
      expect(messagesIn(await copilot.end(value, { from: ben }))).toEqual(refusal);
      expect(chat.status).not.toBe('ended');
      expect(statusOf(await copilot.end(value))).toBe('ended');
      await chat.isEnded();
    },
  );

  it('another person who asks is told that there is an agent already, and stays no customer', async () => {
    const { copilot, chat, liveChatId } = await groupChat();
    const again = await copilot.escalate({}, { from: ben });
    expect(outputsOf(again)).toMatchObject({
      HandoffStatus: 'already-open',
      LiveChatConversationId: liveChatId,
    });
    expect(messagesIn(await copilot.message('end handoff', { from: ben }))).toEqual(refusal);
    expect(chat.status).not.toBe('ended');
  });

  it.each([
    ['by another person’s turn', { from: ben }],
    ['without a sender', { from: undefined }],
  ])('the copilot itself always ends it: %s', async (_, by) => {
    const { copilot, chat } = await groupChat();
    expect(await copilot.send({ type: 'endOfConversation', ...by })).toMatchObject({
      status: 200,
      replies: [],
    });
    await chat.isEnded();
  });

  it('what the copilot sends in its own name counts as the customer’s', async () => {
    const { copilot, chat } = await groupChat();
    const itself = { id: `28:${world.credentials.copilotApp.clientId}`, name: 'Copilot', role: 'bot' };
    expect(statusOf(await copilot.end({ LiveChatConversationId: '' }, { from: itself }))).toBe('ended');
    await chat.isEnded();
  });

  it('the copilot gets back the customer, also when another person spoke last', async () => {
    const { copilot, chat } = await groupChat();
    await copilot.message('mine', { from: ben });
    await chat.sees('mine');
    const before = world.microsoft.copilotStudio.received.length;
    await chat.ends();
    await expect
      .poll(() => world.microsoft.copilotStudio.received.slice(before).map(({ activity }) => activity))
      .toMatchObject([{ type: 'endOfConversation', recipient: { id: '29:anna' } }]);
  });

  it('a new request is of who makes it', async () => {
    const { copilot, chat } = await groupChat();
    await copilot.message('end handoff');
    await chat.isEnded();
    const liveChatId = liveChatIdIn(await copilot.escalate({}, { from: ben }));
    const second = await world.liveChat.chat(({ id }) => id === liveChatId);
    expect(second.customerName).toBe('Ben Ode');
    expect(messagesIn(await copilot.message('end handoff'))).toEqual(refusal);
    expect(statusOf(await copilot.message('end handoff', { from: ben }))).toBe('ended');
  });
});

describe('In a personal chat', () => {
  it('the only person is the customer, also under another id', async () => {
    const conversation = { id: `a:1${randomUUID()}`, conversationType: 'personal' };
    const { copilot, chat } = await groupChat({ conversation });
    await copilot.message('mine', { from: { id: '29:changed', name: 'A.' } });
    await chat.sees('mine');
    expect(chat.messages.map(({ sender }) => sender)).toEqual(['Anna']);
    expect(statusOf(await copilot.message('end handoff', { from: { id: '29:changed' } }))).toBe('ended');
  });
});

describe('A conversation that cannot be served is refused, and the customer is told', () => {
  const here = () => ({ id: `19:${randomUUID()}@thread.v2`, conversationType: 'groupChat' });

  it.each<[string, string, Overrides]>([
    ['the chat of a meeting', 'meeting', { channelData: { meeting: { id: 'MCMx' } } }],
    ['the chat of a meeting', 'meeting', { conversation: { id: '19:meeting_Zm9v@thread.v2' } }],
    ['a shared channel', 'shared-channel', { channelData: { channel: { id: '19:x', type: 'shared' } } }],
    ['a shared channel', 'shared-channel', { channelData: { channel: { membershipType: 'Shared' } } }],
    ['Microsoft 365 Copilot', 'copilot-chat', { entities: [{ type: 'ProductInfo', id: 'COPILOT' }] }],
    ['Microsoft 365 Copilot', 'copilot-chat', { channelId: 'msteams:COPILOT' }],
    ['Microsoft 365 Copilot', 'copilot-chat', { channelId: 'm365extensions' }],
    ['telephony', 'telephony', { channelId: 'msteamsphone' }],
    ['the test pane', 'test-pane', { channelId: 'pva-studio' }],
    ['Omnichannel', 'omnichannel', { channelId: 'omnichannel' }],
    ['a channel that is not known', 'channel', { channelId: 'carrier-pigeon' }],
    ['another channel', 'channel', { channelId: 'directline' }],
  ])('%s: %s', async (_, reason, overrides) => {
    const opened = world.liveChat.chats.length;
    const answer = await skillCaller(world).escalate({}, { conversation: here(), ...overrides });
    expect(outputsOf(answer)).toMatchObject({ HandoffStatus: 'unsupported-channel', Reason: reason });
    const { unsupportedChannel, unsupportedConversation } = defaultSentences;
    const isTeams = reason === 'meeting' || reason === 'shared-channel';
    expect(messagesIn(answer)[0]).toEqual([
      'message',
      isTeams ? unsupportedConversation : unsupportedChannel.replace('{channels}', 'Microsoft Teams'),
    ]);
    expect(world.liveChat.chats.length).toBe(opened);
  });
});
