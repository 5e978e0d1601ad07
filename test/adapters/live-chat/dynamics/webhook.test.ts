import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../callbacks.ts';
import { eventOf, post, postActivity, startDynamicsBridge, wordsOf } from './dynamics-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startDynamicsBridge();
});
afterAll(() => world.stop());

const accepted = { status: 200, body: { status: 'accepted' } };
const ignored = { status: 200, body: { status: 'ignored' } };
const said = (text: string, more: object = {}) => wordsOf(text, { id: randomUUID(), ...more });

describe('An activity of Dynamics', () => {
  it('with words is shown under the name of the agent, without marks of Markdown', async () => {
    const { chat, customer } = await openSession(world);
    expect(await post(world, chat, said('Hello **Anna**, see [this](https://contoso.com/a)'))).toMatchObject(
      accepted,
    );
    await customer.sees(/Dana.*: Hello Anna, see this \(https:\/\/contoso\.com\/a\)/);
  });

  it('names its files, alone or beside words', async () => {
    const { chat, customer } = await openSession(world);
    const attachments = [
      {
        contentType: 'image/jpeg',
        contentUrl: 'https://x',
        content: null,
        name: 'issue (1).jpg',
        thumbnailUrl: null,
      },
    ];
    await post(world, chat, { ...said(''), text: null, attachments });
    await customer.sees(/\\?\[issue \\?\(1\\?\)\.jpg\\?\]/);
    await post(world, chat, said('Look here', { attachments }));
    await customer.sees(/Look here[\s\S]*issue/);
  });

  it('tells that an agent joined, left and was changed, whatever the type and the case of its names', async () => {
    const { chat, customer } = await openSession(world);
    await post(world, chat, eventOf('AgentAccepted'));
    await customer.sees(/An agent has joined/);
    await post(world, chat, { TYPE: 'event', Name: 'transferagentacceptsession', from: null });
    await customer.sees(/talking with another agent/);
    await post(world, chat, { Type: 'Event', name: 'AGENTDISCONNECTED' });
    await customer.sees(/The agent has left/);
    const { text } = eventOf('AgentJoinedCustomerConversation');
    await post(world, chat, { type: 'message', text });
    await expect.poll(() => customer.messages.filter((each) => /has joined/.test(each.text)).length).toBe(2);
    expect(customer.messages.some((each) => /EventName/.test(each.text))).toBe(false);
  });

  it.each([
    ['PrimaryAgentEndConversation', /ended the chat/],
    ['AgentClosed', /ended the chat/],
    ['ConversationClose', /ended the chat/],
    ['ConversationClosed', /ended the chat/],
    ['SupervisorForceClosedConversation', /ended the chat/],
    ['OutOfOperatingHoursDueToNonWorkingHours', /not on duty/],
    ['OutOfOperatingHoursDueToHoliday', /not on duty/],
  ])('named %s ends the session, once and for all', async (name, farewell) => {
    const { chat, customer } = await openSession(world);
    expect(await post(world, chat, eventOf(name))).toMatchObject(accepted);
    await customer.sees(farewell);
    const customerSees = customer.messages.length;
    for (const more of ['ConversationClosed', 'CustomerDisconnected', 'AgentDisconnected']) {
      expect(await post(world, chat, eventOf(more))).toMatchObject({ status: 200 });
    }
    expect(customer.messages.length).toBe(customerSees);
    expect(await post(world, chat, said('too late'))).toMatchObject({ status: 410 });
  });

  it('that ends it by its type ends it as well', async () => {
    const { chat, customer } = await openSession(world);
    expect(await post(world, chat, { type: 'endOfConversation' })).toMatchObject(accepted);
    await customer.sees(/ended the chat/);
  });

  it('of typing is shown each time', async () => {
    const { chat, customer } = await openSession(world);
    const typing = { type: 'typing', channelId: 'MessagingApi', recipient: { id: 'x' } };
    expect(await post(world, chat, typing)).toMatchObject(accepted);
    const shown = () =>
      world.microsoft.teams.received.filter(
        ({ conversationId, activity }) =>
          conversationId === customer.conversationId && activity.type === 'typing',
      );
    await expect.poll(() => shown().length).toBe(1);
    const later = { ...typing, timestamp: '2026-01-01T00:00:01Z' };
    expect(await post(world, chat, later)).toMatchObject(accepted);
    await expect.poll(() => shown().length).toBe(2);
  });

  it('that means nothing to the customer is taken and not shown', async () => {
    const { chat, customer } = await openSession(world);
    const before = customer.messages.length;
    const meaningless = [
      eventOf('ConsultAgentInitiated'),
      eventOf('TransferToAgentInitiated'),
      eventOf('TransferAgentRejectSession'),
      eventOf('SomethingNew'),
      { type: 'event' },
      { type: 'conversationUpdate', membersAdded: [] },
      said('   '),
      { type: 'message', from: { id: 'x' }, attachments: [] },
      // Words of our own, which would come back as an agent's.
      said('An echo', { from: { id: 'hs_1', name: 'Anna' } }),
      said('An echo', { channelData: { 'Handoff-Bridge': { id: 'hs_1.2.3' } } }),
      said('An echo', { id: 'hs_1.2.3' }),
    ];
    for (const each of meaningless) expect(await post(world, chat, each)).toMatchObject(ignored);
    await post(world, chat, said('The only one'));
    await customer.sees(/The only one/);
    expect(customer.messages.length).toBe(before + 1);
  });

  it('with words of a bot or of none is a notice, and no agent is there because of it', async () => {
    const { chat, customer, copilot } = await openSession(world);
    await post(world, chat, said('Please wait', { from: null }));
    await post(world, chat, said('You are next', { from: { id: 'b', name: 'Bot', role: 'bot' } }));
    const channelData = { 'messagingapi-oc': { type: 'automatedmessage' } };
    await post(world, chat, said('Soon', { channelData }));
    await customer.sees(/Soon/);
    expect(customer.messages.filter(({ text }) => /\*\*(Dana|Bot)/.test(text))).toEqual([]);
    expect((await copilot.message('Hello?')).replies).toEqual([]);
  });

  it('is found by a conversation id in any case', async () => {
    const { chat, customer } = await openSession(world);
    const id = chat.id.toUpperCase();
    const options = { conversation: id };
    const words = said('In capitals', { conversation: { id } });
    expect(await postActivity(world, words, options)).toMatchObject(accepted);
    await customer.sees(/In capitals/);
    expect(await postActivity(world, said('Without one'), options)).toMatchObject(accepted);
  });

  it('S12: of a conversation that is not known is 404, and one that names another than its path is 400', async () => {
    const { chat } = await openSession(world);
    const conversation = randomUUID();
    for (const activity of [said('x'), eventOf('AgentClosed')]) {
      expect(await postActivity(world, activity, { conversation })).toMatchObject({ status: 404 });
    }
    const crossed = said('x', { conversation: { id: chat.id } });
    expect(await postActivity(world, crossed, { conversation })).toMatchObject({
      status: 400,
      body: { field: 'conversation.id' },
    });
  });

  it.each([
    ['type', [undefined, null, 5, '', ['x'], 'x'.repeat(300)]],
    ['text', [5, {}, 'x'.repeat(250_001)]],
    ['name', [5, ['x']]],
    ['from', ['Dana', 5, []]],
    ['attachments', ['x', 5, {}]],
    ['conversation', ['x', 5]],
    ['textFormat', [5]],
  ])('with a bad %s is 400, and names the field alone', async (field, values) => {
    const { chat } = await openSession(world);
    for (const value of values) {
      const answer = await post(world, chat, { ...said('MARKER'), [field]: value });
      expect(answer, JSON.stringify(value)).toMatchObject({
        status: 400,
        body: { field: field.toLowerCase() },
      });
      expect(JSON.stringify(answer.body)).not.toContain('MARKER');
    }
  });

  it.each(['', '{', '[]', 'null', '5', '"x"'])('that is %j is 400', async (body) => {
    const { chat } = await openSession(world);
    const answer = await postActivity(world, body, { conversation: chat.id });
    expect(answer).toMatchObject({ status: 400, body: { field: 'body' } });
  });

  it('may have null wherever a field may be absent', async () => {
    const { chat } = await openSession(world);
    const nulls = {
      name: null,
      textFormat: null,
      attachments: [null],
      conversation: null,
      channelData: null,
    };
    expect(await post(world, chat, said('x', { ...nulls, timestamp: null, recipient: null }))).toMatchObject(
      accepted,
    );
    const odd = { from: { id: 7, name: null, role: 5 }, channelData: 'x', timestamp: {} };
    expect(await post(world, chat, said('y', odd))).toMatchObject(accepted);
  });
});

describe('S9: an activity of Dynamics', () => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  it.each([
    ['no token', { authorization: undefined }, 401],
    ['another scheme', { authorization: 'Basic eA==' }, 401],
    ['a key of another', { signed: { key: 'unknown' } }, 401],
    ['no signature', { signed: { alg: 'none' } }, 401],
    ['a token that is over', { claims: { exp: hourAgo } }, 401],
    ['a token for another', { claims: { aud: randomUUID() } }, 401],
    ['a token of another tenant', { claims: { tid: randomUUID() } }, 401],
    ['a token of another issuer', { claims: { iss: 'https://login.microsoftonline.com/x/v2.0' } }, 401],
    ['a token of another app', { claims: { azp: randomUUID() } }, 403],
  ] as const)('with %s changes nothing', async (_, options, status) => {
    const { chat, customer } = await openSession(world);
    const before = customer.messages.length;
    for (const activity of [said('Send me your password'), eventOf('AgentClosed')]) {
      expect(await post(world, chat, activity, options)).toMatchObject({ status });
    }
    await post(world, chat, said('The real one'));
    await customer.sees(/The real one/);
    expect(customer.messages.length).toBe(before + 1);
  });

  it('with the token of the copilot, which is for the bridge as well, is 403', async () => {
    const { chat } = await openSession(world);
    const claims = { azp: world.credentials.copilotApp.clientId };
    expect(await post(world, chat, said('x'), { claims })).toMatchObject({ status: 403 });
  });

  it('with a token of version 1.0 for the Application ID URI is taken', async () => {
    const { chat } = await openSession(world);
    const { tenantId, skillApp, liveChatApp } = world.credentials;
    const claims = {
      iss: `https://sts.windows.net/${tenantId}/`,
      aud: `api://${skillApp.clientId}`,
      azp: undefined,
      appid: liveChatApp.clientId,
    };
    expect(await post(world, chat, said('x'), { claims })).toMatchObject(accepted);
  });
});
