import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { type FakeBridge, startFakeBridge } from '../fake-bridge.ts';

const webhookSecret = 'the-secret-of-the-inbox';
let bridge: FakeBridge;
let chatwoot: LiveChat;
beforeEach(async () => {
  bridge = await startFakeBridge();
  chatwoot = await startLiveChat({
    kind: 'chatwoot',
    callbackUrl: bridge.callbackUrl,
    webhookSecret,
    apiKey: 'an-agents-token',
  });
});
afterEach(async () => {
  await chatwoot.stop();
  await bridge.stop();
});

const inbox = '/public/api/v1/inboxes/simulatedApiInbox0000001';
const contact = `${inbox}/contacts/hs_1`;

async function call(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${chatwoot.url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function opened() {
  await call('POST', `${inbox}/contacts`, { source_id: 'hs_1', name: 'Anna' });
  await call('POST', `${contact}/conversations`, {});
  return chatwoot.chat();
}

const say = (content: string) => call('POST', `${contact}/conversations/1/messages`, { content });
const events = () =>
  chatwoot.callbacks.map(({ sent }) =>
    typeof sent === 'object' && sent !== null && 'event' in sent ? sent.event : '',
  );

/** What the listener and the presenters of Chatwoot put into an event. */
const conversationFields = [
  'additional_attributes',
  'agent_last_seen_at',
  'can_reply',
  'channel',
  'contact_inbox',
  'contact_last_seen_at',
  'created_at',
  'custom_attributes',
  'first_reply_created_at',
  'id',
  'inbox_id',
  'labels',
  'last_activity_at',
  'messages',
  'meta',
  'priority',
  'snoozed_until',
  'status',
  'timestamp',
  'unread_count',
  'updated_at',
  'waiting_since',
];
const messageFields = [
  'account',
  'additional_attributes',
  'content',
  'content_attributes',
  'content_type',
  'conversation',
  'created_at',
  'event',
  'id',
  'inbox',
  'message_type',
  'private',
  'sender',
  'source_id',
];
const fieldsOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : [];

describe('The simulated Chatwoot', () => {
  it('signs each event over its time and its bytes, and names the delivery', async () => {
    const chat = await opened();
    await chat.says('Hello');
    const callback = chatwoot.callbacks.at(-1);
    if (callback === undefined) throw new Error('nothing was sent');
    const { headers, sent } = callback;
    const timestamp = headers['x-chatwoot-timestamp'] ?? '';
    const hex = createHmac('sha256', webhookSecret)
      .update(`${timestamp}.${JSON.stringify(sent)}`)
      .digest('hex');
    expect(headers['x-chatwoot-signature']).toBe(`sha256=${hex}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5);
    expect(headers['x-chatwoot-delivery']).toMatch(/^[\da-f-]{36}$/);
  });

  it('has in its events what Chatwoot has', async () => {
    const chat = await opened();
    await chat.join('Dana');
    await chat.says('Hello');
    await chat.ends();
    const sent = chatwoot.callbacks.map((each) => Object(each.sent));
    const message = sent.find(({ event }) => event === 'message_created');
    expect(fieldsOf(message)).toEqual(messageFields);
    expect(fieldsOf(message.conversation)).toEqual(conversationFields);
    const changed = ['changed_attributes', 'event', ...conversationFields].toSorted();
    for (const event of ['conversation_updated', 'conversation_status_changed']) {
      expect(fieldsOf(sent.find((each) => each.event === event))).toEqual(changed);
    }
  });

  it('echoes each message of a contact, and sends everything once alone', async () => {
    const chat = await opened();
    await expect.poll(events).toHaveLength(1);
    bridge.answers({ status: 503 });
    expect(await chat.says('Hello')).toMatchObject({ status: 503 });
    await say('Hi');
    await expect.poll(events).toEqual(['conversation_created', 'message_created', 'message_created']);
    expect(chat.messages.map(({ text, delivery }) => [text, delivery])).toEqual([
      ['Hello', 'failed'],
      ['Hi', undefined],
    ]);
    expect(Object(chatwoot.callbacks.at(-1)?.sent)).toMatchObject({
      message_type: 'incoming',
      content: 'Hi',
    });
  });

  it('lists 20 messages, the newest last, and those before one', async () => {
    await opened();
    for (let count = 1; count <= 25; count++) await say(`${count}`);
    const newest = Object((await call('GET', `${contact}/conversations/1/messages`)).body);
    expect(newest.map(({ content }: { content: string }) => content)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${index + 6}`),
    );
    const older = Object(
      (await call('GET', `${contact}/conversations/1/messages?before=${newest[0].id}`)).body,
    );
    expect(older).toHaveLength(5);
  });

  it('opens what was resolved when the contact writes, and resolves what is resolved without a word', async () => {
    const chat = await opened();
    const resolve = () => call('POST', `${contact}/conversations/1/toggle_status`);
    expect(await resolve()).toMatchObject({ status: 200, body: { status: 'resolved' } });
    await resolve();
    await expect.poll(events).toEqual(['conversation_created', 'conversation_status_changed']);
    await say('One more thing');
    expect(chat.status).toBe('queued');
    await expect.poll(() => events().length).toBe(4);
  });

  it('greets after a contact’s first words where it is told to', async () => {
    chatwoot.behave({ choices: { greeting: 'We answer within minutes.' } });
    await opened();
    await say('Hi');
    await say('Anyone?');
    await expect.poll(() => events().length).toBe(4);
    const templates = chatwoot.callbacks.filter(({ sent }) => Object(sent).message_type === 'template');
    expect(templates.map(({ sent }) => Object(sent))).toMatchObject([
      { content: 'We answer within minutes.', sender: null },
    ]);
  });

  it('gives an agent’s calls to who has the token alone, and a contact nothing of another one', async () => {
    await opened();
    expect((await call('GET', '/api/v1/accounts/1/agents')).status).toBe(401);
    await call('POST', `${inbox}/contacts`, { source_id: 'hs_2', name: 'Bert' });
    expect(
      (await call('POST', `${inbox}/contacts/hs_2/conversations/1/messages`, { content: 'x' })).status,
    ).toBe(404);
    expect((await call('GET', '/public/api/v1/inboxes/another')).status).toBe(404);
  });

  it('refuses an attribute that is too long, and more messages than fit into a minute', async () => {
    await opened();
    const custom_attributes = { note: 'x'.repeat(1501) };
    expect((await call('POST', `${contact}/conversations`, { custom_attributes })).status).toBe(422);
    chatwoot.behave({ choices: { messagesPerMinute: 2 } });
    await say('x');
    expect(await say('x')).toMatchObject({ status: 200 });
    expect(await say('x')).toMatchObject({ status: 422, body: { message: 'Too many messages' } });
  });
});
