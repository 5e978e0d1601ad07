import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postCallback } from '../../../../simulators/live-chat/callbacks/post-callback.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { callbackOf, type Fields, openSession } from '../callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ liveChatKind: 'contoso-sample' });
});
afterAll(() => world.stop());

const route = () => `${world.url}/api/livechat/messages`;
const post = (body: unknown, options = {}) => postCallback(route(), body, options);
let made = 0;
const sample = (conversationId: string, fields: Fields = {}): Fields => {
  made += 1;
  return {
    ConversationId: conversationId,
    Id: `m-${made}`,
    Message: 'Hello',
    Sender: 'Dana',
    Timestamp: new Date().toISOString(),
    ...fields,
  };
};
const recased = (fields: Fields, change: (name: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [change(name), value]));

describe("The shipped sample's callback", () => {
  it('in Pascal case, unsigned where that is allowed, is 200 with what the desk reads', async () => {
    const { chat, customer } = await openSession(world);
    expect(await post(sample(chat.id))).toEqual({
      status: 200,
      body: { message: 'Hello', receivedFrom: 'Dana', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    await customer.sees('**Dana**: Hello');
  });

  it.each([
    ['camel case', (name: string) => `${name[0]?.toLowerCase()}${name.slice(1)}`],
    ['lower case', (name: string) => name.toLowerCase()],
    ['capitals', (name: string) => name.toUpperCase()],
    [
      'changing case',
      (name: string) => [...name].map((c, i) => (i % 2 ? c.toUpperCase() : c.toLowerCase())).join(''),
    ],
  ])('in %s is taken as well', async (_, change) => {
    const { chat, customer } = await openSession(world);
    expect((await post(recased(sample(chat.id, { Message: 'Any case' }), change))).status).toBe(200);
    await customer.sees('Any case');
  });

  it('repeated is 200 again and shown once', async () => {
    const { chat, customer } = await openSession(world);
    const callback = sample(chat.id);
    for (let repeat = 0; repeat < 5; repeat++) expect((await post(callback)).status).toBe(200);
    await post(sample(chat.id, { Message: 'last' }));
    await customer.sees('last');
    expect(customer.messages).toHaveLength(2);
  });

  it.each([undefined, null])('needs no sender and no timestamp: %s', async (nothing) => {
    const { chat, customer } = await openSession(world);
    const bare = sample(chat.id, { Sender: nothing, Timestamp: nothing, Extra: nothing });
    expect(await post(bare)).toMatchObject({ status: 200, body: { receivedFrom: 'Agent' } });
    await customer.sees('**Agent**: Hello');
  });

  it.each([
    ['ConversationId', 'conversationId', [5, null, '', undefined, 'MARKER'.repeat(50), '..', '\ud800']],
    ['Id', 'id', [5, null, '', undefined, 'MARKER'.repeat(50), '..', '\ud800']],
    ['Message', 'message', [5, null, '', undefined, ['MARKER'], 'x'.repeat(250_001), '\u0007']],
    ['Sender', 'sender', [5, ['MARKER'], 'MARKER'.repeat(50)]],
    ['Timestamp', 'timestamp', [5, 'MARKER'.repeat(50)]],
  ])('with a bad %s is 400 with an error that names it', async (name, field, values) => {
    for (const value of values) {
      const answer = await post(sample('x', { [name]: value }));
      expect(answer).toMatchObject({ status: 400, body: { field, error: expect.stringContaining(field) } });
      expect(JSON.stringify(answer.body)).not.toContain('MARKER');
    }
  });

  it('for an unknown conversation is 404, and for an ended one 410, each with an error', async () => {
    expect(await post(sample('nobody'))).toMatchObject({ status: 404, body: { error: expect.any(String) } });
    const { chat, copilot } = await openSession(world);
    await copilot.end({ LiveChatConversationId: '' });
    expect(await post(sample(chat.id))).toMatchObject({ status: 410, body: { error: expect.any(String) } });
  });

  it('is never a 500, whatever JSON it is', async () => {
    const names = fc.constantFrom('ConversationId', 'Id', 'MESSAGE', 'sender', '__proto__', 'id', 'ID');
    const body = fc.oneof(fc.dictionary(names, fc.jsonValue()), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        expect([400, 404]).toContain((await post(JSON.stringify(value))).status);
      }),
      { numRuns: 100 },
    );
  });
});

describe('The callbacks of one live chat', () => {
  it('are served alone: there is no route for those of another', async () => {
    const { chat } = await openSession(world);
    const { status } = await postCallback(`${world.url}/api/messages/proactive`, callbackOf(chat.id));
    expect(status).toBe(404);
    const reference = await startRunningBridge();
    const secret = reference.credentials.webhookSecret;
    const unserved = `${reference.url}/api/livechat/messages`;
    expect((await postCallback(unserved, sample('a1b2c'), { secret })).status).toBe(404);
    await reference.stop();
  });
});

describe('The callback of a sample whose desk has to sign', () => {
  let strict: RunningBridge;
  beforeAll(async () => {
    strict = await startRunningBridge({
      liveChatKind: 'contoso-sample',
      environment: { LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: 'false' },
    });
  });
  afterAll(() => strict.stop());

  it('S9: is 401 unsigned and served when signed', async () => {
    const { chat, customer } = await openSession(strict);
    const url = `${strict.url}/api/livechat/messages`;
    expect(await postCallback(url, sample(chat.id))).toMatchObject({
      status: 401,
      body: { error: expect.any(String) },
    });
    const secret = strict.credentials.webhookSecret;
    expect((await postCallback(url, sample(chat.id), { secret })).status).toBe(200);
    await customer.sees('Hello');
  });
});
