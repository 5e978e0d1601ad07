import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { call } from '../caller.ts';
import { type FakeBridge, SECRET, startFakeBridge } from '../fake-bridge.ts';

let bridge: FakeBridge;
let liveChat: LiveChat;

beforeEach(async () => {
  bridge = await startFakeBridge();
  liveChat = await startLiveChat({
    kind: 'contoso-sample',
    callbackUrl: bridge.callbackUrl,
    webhookSecret: SECRET,
  });
});

afterEach(async () => {
  await liveChat.stop();
  await bridge.stop();
});

async function begin(): Promise<string> {
  const { body } = await call(liveChat, '/api/chat/start', '');
  return String(body.conversationId);
}

const receive = (body: unknown) => call(liveChat, '/api/chat/receive', body);

describe('the sample as shipped', () => {
  it('starts without a body and gives five characters', async () => {
    const answer = await call(liveChat, '/api/chat/start', '');
    expect(answer).toEqual({ status: 200, body: { conversationId: expect.stringMatching(/^[a-z0-9]{5}$/) } });
    expect(await liveChat.chat()).toMatchObject({ id: answer.body.conversationId, status: 'queued' });
  });

  it('receives messages, and the first sender names the chat', async () => {
    const conversationId = await begin();
    const answer = await receive({ conversationId, message: 'Hello', sender: 'Megan' });
    expect(answer).toEqual({
      status: 200,
      body: { message: expect.any(String), messageId: expect.any(String) },
    });
    const chat = await liveChat.chat();
    expect(await chat.sees('Hello')).toMatchObject({ from: 'customer', sender: 'Megan' });
    expect(chat.customerName).toBe('Megan');
  });

  it.each(['', '   '])('refuses an empty message (%j)', async (message) => {
    const conversationId = await begin();
    const answer = await receive({ conversationId, message, sender: 'Megan' });
    expect(answer).toEqual({ status: 400, body: { error: expect.any(String) } });
  });

  it('knows no unknown conversation', async () => {
    const error = { status: 404, body: { error: expect.any(String) } };
    expect(await receive({ conversationId: 'zzzzz', message: 'x', sender: 'y' })).toEqual(error);
    expect(await call(liveChat, '/api/chat/end', { conversationId: 'zzzzz' })).toEqual(error);
    expect((await call(liveChat, '/api/chat/end', {})).status).toBe(400);
  });

  it('ends, and receives nothing afterwards', async () => {
    const conversationId = await begin();
    const answer = await call(liveChat, '/api/chat/end', { conversationId });
    expect(answer).toEqual({ status: 200, body: { message: expect.any(String) } });
    expect((await receive({ conversationId, message: 'late', sender: 'Megan' })).status).toBe(404);
  });

  it('posts an agent message in its own casing and unsigned', async () => {
    const ConversationId = await begin();
    const chat = await liveChat.chat();
    await chat.says('Hello', { messageId: 'm1' });
    const [heard] = bridge.heard;
    const Timestamp = expect.stringMatching(/Z$/);
    expect(heard?.body).toEqual({ ConversationId, Id: 'm1', Message: 'Hello', Sender: 'Dana', Timestamp });
    expect(heard?.headers).not.toHaveProperty('webhook-signature');
    expect(heard?.headers).not.toHaveProperty('authorization');
  });

  it('posts once, keeps on any 2xx, and shows anything else as an error', async () => {
    await begin();
    const chat = await liveChat.chat();
    bridge.answers({ status: 204 }, { status: 503, body: { error: 'store down' } });
    await chat.says('kept');
    await chat.says('lost');
    expect(bridge.heard).toHaveLength(2);
    expect(chat.messages).toMatchObject([
      { text: 'kept', delivery: 'delivered' },
      { text: 'lost', delivery: 'failed', failure: '503 store down' },
    ]);
  });

  it('has no callback for anything else: only the desk changes', async () => {
    const conversationId = await begin();
    const chat = await liveChat.chat();
    const notSent = { status: 0, body: undefined };
    expect(await chat.join()).toEqual(notSent);
    expect(chat.status).toBe('active');
    expect(await chat.typing()).toEqual(notSent);
    expect(await chat.transfersTo('Kim')).toEqual(notSent);
    expect(await chat.leaves()).toEqual(notSent);
    expect(await chat.ends()).toEqual(notSent);
    expect(chat.status).toBe('ended');
    expect(bridge.heard).toEqual([]);
    expect((await receive({ conversationId, message: 'x', sender: 'y' })).status).toBe(404);
  });
});
