import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../../../simulators/live-chat/vendors.ts';
import { type FakeBridge, startFakeBridge } from '../fake-bridge.ts';

const orgId = '5f1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9';
const channelId = '0d9f1f6e-2c1b-4b8e-9d3c-6f0a5b7c8d9e';
const named = { authorization: 'Bearer key', 'organization-id': orgId, 'channel-id': channelId };

let bridge: FakeBridge;
let liveChat: LiveChat;
beforeEach(async () => {
  bridge = await startFakeBridge();
  const ends = { bridgeUrl: 'http://127.0.0.1:9', apiKey: 'key', webhookSecret: '' };
  const { options } = simulatedVendor('dynamics').pairing(ends);
  const pause = async () => undefined;
  liveChat = await startLiveChat({ kind: 'dynamics', ...options, callbackUrl: bridge.callbackUrl, pause });
});
afterEach(() => Promise.all([liveChat.stop(), bridge.stop()]));

type Body = Readonly<Record<string, unknown>>;

async function call(path: string, body?: object, headers: Readonly<Record<string, string>> = named) {
  const response = await fetch(`${liveChat.url}/api/v1.0/consumer${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answered: unknown = await response.json();
  const answer: Body = typeof answered === 'object' ? { ...answered } : {};
  return { status: response.status, answer, correlation: response.headers.get('x-ms-correlation-id') };
}

const create = (customerid: string, more: object = {}) =>
  call('/conversation/create', { customercontext: { customerid, preferredname: 'Anna' }, ...more });
async function opened(customerid = 'c1'): Promise<string> {
  return String((await create(customerid)).answer.conversationId);
}
const activity = (id: string, fields: object) =>
  call(`/conversation/${id}`, { channelId, conversation: { id }, ...fields });

describe('The simulated Messaging API', () => {
  it('opens a conversation for a customer id, and gives the open one again', async () => {
    const first = await create('c1', { startmessage: { message: 'Help', displayname: 'Anna' } });
    expect(first).toMatchObject({
      status: 200,
      answer: { isNew: true, messageId: expect.stringMatching(/^\d{13}$/) },
    });
    const id = String(first.answer.conversationId);
    expect((await create('c1')).answer).toEqual({ conversationId: id, isNew: false });
    expect(await opened('c2')).not.toBe(id);
    await activity(id, { type: 'endOfConversation' });
    expect((await create('c1')).answer).toMatchObject({ isNew: true });
    expect(liveChat.chats[0]).toMatchObject({
      problem: 'Help',
      customerName: 'Anna',
      handoffSessionId: 'c1',
    });
  });

  it('shows twice what comes twice, and lists it with ids that follow from the time', async () => {
    const id = await opened();
    for (const text of ['one', 'one', 'two']) await activity(id, { type: 'message', id: 'same', text });
    const [chat] = liveChat.chats;
    expect(chat?.messages.map(({ text }) => text)).toEqual(['one', 'one', 'two']);
    await chat?.says('*Hello*');
    const { answer } = await call(`/conversation/${id.toUpperCase()}/messages?PageSize=3`);
    expect(answer.messages).toMatchObject([{ text: 'one' }, { text: 'one' }, { text: 'two' }]);
    const rest = await call(`/conversation/${id}/messages?ContinuationToken=${answer.continuationToken}`);
    expect(rest.answer.messages).toMatchObject([{ text: '\\*Hello\\*', from: { name: 'Dana' } }]);
    const since = encodeURIComponent(new Date(Date.now() + 1000).toISOString());
    expect((await call(`/conversation/${id}/messages?StartTimeStamp=${since}`)).answer.messages).toEqual([]);
  });

  it.each([
    ['a body that is none', {}, 400, 30012],
    ['another channel', { type: 'message', text: 'x', channelId: orgId }, 400, 30002],
    ['neither text nor file', { type: 'message' }, 400, 30016],
    ['a text that is too long', { type: 'message', text: 'x'.repeat(6_001) }, 400, 30011],
  ])('refuses %s with its code', async (_, fields, status, errorCode) => {
    const refused = await activity(await opened(), fields);
    expect(refused).toMatchObject({ status, answer: { status, errorCode } });
    expect(refused.correlation).toMatch(/^[\da-f-]{36}$/);
  });

  it('does not know a conversation that is closed, nor an id that is none', async () => {
    const id = await opened();
    await activity(id, { type: 'endOfConversation' });
    for (const again of ['message', 'typing', 'endOfConversation']) {
      expect(await activity(id, { type: again, text: 'x' })).toMatchObject({
        status: 404,
        answer: { errorCode: 30013 },
      });
    }
    expect(await call(`/conversation/${id}/messages`)).toMatchObject({ status: 404 });
    expect(await activity('none', { type: 'typing' })).toMatchObject({
      status: 400,
      answer: { errorCode: 30005 },
    });
    expect((await call('/conversations')).answer.conversations).toEqual([]);
  });

  it('lets in who has the key, the organization and the channel', async () => {
    for (const header of Object.keys(named)) {
      const others = Object.fromEntries(Object.entries(named).filter(([name]) => name !== header));
      expect([header, (await call('/conversations', undefined, others)).status]).toEqual([header, 401]);
    }
    expect((await call('/conversations')).status).toBe(200);
  });

  it('opens a conversation out of hours, and closes it with an event', async () => {
    liveChat.refuse('closed');
    const id = await opened();
    await expect.poll(() => bridge.heard.length).toBe(1);
    expect(bridge.heard[0]?.body).toMatchObject({
      name: 'OutOfOperatingHoursDueToNonWorkingHours',
      conversation: { id },
    });
    expect(await activity(id, { type: 'typing' })).toMatchObject({ status: 404 });
  });

  it('posts three times what is not answered with 200, and no more', async () => {
    await opened();
    bridge.answers({ status: 503 }, { status: 404 }, { status: 500 });
    expect(await liveChat.chats[0]?.says('Hello')).toMatchObject({ status: 500 });
    expect(bridge.heard.length).toBe(3);
    expect(new Set(bridge.heard.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('sees that the customer is typing', async () => {
    await activity(await opened(), { type: 'typing', from: { name: 'Customer' } });
    expect(liveChat.chats[0]?.customerTypedAt).toMatch(/^\d{4}-/);
  });
});
