import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../../simulators/live-chat/start-live-chat.ts';
import { call, opened, START, said } from '../caller.ts';

let liveChat: LiveChat;

beforeEach(async () => {
  liveChat = await startLiveChat({ kind: 'reference' });
});

afterEach(() => liveChat.stop());

describe('start', () => {
  const start = (body: unknown, headers?: Record<string, string>) =>
    call(liveChat, '/api/livechat/start', body, headers);

  it('opens a chat that waits, with its place in the queue', async () => {
    await opened(liveChat);
    const { status, body } = await start({ ...START, context: { order: 'A-1' } });
    expect(status).toBe(201);
    expect(body).toEqual({
      sessionId: expect.stringMatching(/^lc_[\w-]{16}$/),
      status: 'queued',
      queuePosition: 2,
      estimatedWaitSeconds: 120,
    });
    const chat = await liveChat.chat();
    expect(chat).toMatchObject({ id: body.sessionId, handoffSessionId: 'handoff-1', customerName: 'Megan' });
    expect(chat).toMatchObject({
      problem: 'The printer is on fire',
      status: 'queued',
      context: { order: 'A-1' },
    });
  });

  it('is active at once when an agent is always there', async () => {
    const ready = await startLiveChat({ kind: 'reference', autoJoin: true });
    const { body } = await call(ready, '/api/livechat/start', START);
    expect(body).toEqual({ sessionId: ready.chats[0]?.id, status: 'active' });
    await ready.stop();
  });

  it('shows the earlier transcript first and does not take it for something said now', async () => {
    await start({
      ...START,
      transcript: [
        { from: 'customer', text: 'help' },
        { from: 'copilot', text: 'How?' },
      ],
    });
    const chat = await liveChat.chat();
    expect(chat.messages).toMatchObject([
      { from: 'customer', sender: 'Megan', text: 'help', earlier: true },
      { from: 'copilot', sender: 'Copilot', text: 'How?', earlier: true },
    ]);
    await expect(chat.sees('help', { withinMs: 20 })).rejects.toThrow(/nothing that says help/);
  });

  it('gives the same answer to the same key, whatever the body, and opens no second chat', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await start(START, key);
    expect(await start({ ...START, conversationId: 'other' }, key)).toEqual(first);
    expect(await start({}, key)).toEqual(first);
    expect(liveChat.chats).toHaveLength(1);
  });

  it('wants an idempotency key', async () => {
    const { status, body } = await start(START, { 'idempotency-key': '' });
    expect(status).toBe(400);
    expect(body.field).toBe('Idempotency-Key');
    expect(liveChat.chats).toHaveLength(0);
  });

  it.each([
    ['conversationId', { ...START, conversationId: '' }],
    ['channel', { ...START, channel: '' }],
    ['channel', { ...START, channel: ['msteams'] }],
    ['customer.name', { ...START, customer: { id: 'c' } }],
    ['callbackUrl', { ...START, callbackUrl: 'file:///etc/passwd' }],
    ['transcript.0.from', { ...START, transcript: [{ from: 'stranger', text: 'x' }] }],
    ['problem', { ...START, problem: 7 }],
    ['context', { ...START, context: { nested: JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) } }],
    ['body', '{"half":'],
    ['body', []],
  ])('names %s when that is what is wrong', async (field, body) => {
    const answer = await start(body);
    expect(answer).toEqual({ status: 400, body: { error: expect.any(String), field } });
    expect(liveChat.chats).toHaveLength(0);
  });

  it.each(['closed', 'no-agents', 'unavailable'] as const)(
    'can refuse as %s, and a repeat can succeed later',
    async (reason) => {
      const key = { 'idempotency-key': 'patient' };
      liveChat.refuse(reason);
      expect(await start(START, key)).toEqual({ status: 503, body: { error: reason } });
      liveChat.refuse(undefined);
      expect((await start(START, key)).status).toBe(201);
    },
  );
});

describe('send', () => {
  const send = (body: unknown, headers?: Record<string, string>) =>
    call(liveChat, '/api/livechat/send', body, headers);

  it('shows messages in order and notices apart', async () => {
    const id = await opened(liveChat);
    expect(await send(said(id, 'one'))).toEqual({ status: 200, body: { messageId: 'm-one' } });
    await send(said(id, 'two'));
    await send(said(id, 'The customer has left', { kind: 'notice', sender: 'Bridge' }));
    const chat = await liveChat.chat();
    await chat.sees(/has left/);
    expect(chat.messages.map(({ from, text }) => [from, text])).toEqual([
      ['customer', 'one'],
      ['customer', 'two'],
      ['notice', 'The customer has left'],
    ]);
  });

  it('shows a repeated key once and gives the same answer, also after the end', async () => {
    const id = await opened(liveChat);
    const key = { 'idempotency-key': 'said-once' };
    const first = await send(said(id, 'hello'), key);
    expect(await send(said(id, 'hello'), key)).toEqual(first);
    await call(liveChat, '/api/livechat/end', { sessionId: id, reason: 'customer' });
    expect(await send(said(id, 'hello'), key)).toEqual(first);
    expect(liveChat.chats[0]?.messages).toHaveLength(1);
  });

  it('knows no unknown session and takes nothing after the end', async () => {
    expect(await send(said('lc_nobody', 'x'))).toEqual({ status: 404, body: { error: 'unknown-session' } });
    const id = await opened(liveChat);
    await call(liveChat, '/api/livechat/end', { sessionId: id, reason: 'customer' });
    expect(await send(said(id, 'late'))).toEqual({ status: 410, body: { error: 'ended' } });
    expect(liveChat.chats[0]?.messages).toEqual([]);
  });

  it.each([
    ['sessionId', { sessionId: 7 }],
    ['messageId', { messageId: '' }],
    ['message', { message: '' }],
    ['sender', { sender: 'x'.repeat(257) }],
    ['timestamp', { timestamp: 'yesterday' }],
    ['kind', { kind: 'shout' }],
  ])('names %s when that is what is wrong', async (field, wrong) => {
    const id = await opened(liveChat);
    expect(await send(said(id, 'hello', wrong))).toMatchObject({ status: 400, body: { field } });
    expect(liveChat.chats[0]?.messages).toEqual([]);
  });

  it('takes no body over 300 KB', async () => {
    const id = await opened(liveChat);
    const answer = await send(said(id, 'x'.repeat(300_000)));
    expect(answer).toEqual({ status: 413, body: { error: 'too-large' } });
  });
});

describe('end', () => {
  const end = (body: unknown) => call(liveChat, '/api/livechat/end', body);

  it('ends once, answers the same when it already was, and keeps the first reason', async () => {
    const sessionId = await opened(liveChat);
    expect(await end({ sessionId, reason: 'customer' })).toEqual({ status: 200, body: { status: 'ended' } });
    expect(await end({ sessionId, reason: 'idle' })).toEqual({ status: 200, body: { status: 'ended' } });
    const chat = await liveChat.chat();
    await chat.isEnded();
    expect(chat.endReason).toBe('customer');
  });

  it('knows no unknown session and wants a reason', async () => {
    const unknown = { sessionId: 'lc_nobody', reason: 'customer' };
    expect(await end(unknown)).toEqual({ status: 404, body: { error: 'unknown-session' } });
    expect(await end({ sessionId: 'lc_nobody' })).toMatchObject({ status: 400, body: { field: 'reason' } });
  });
});

describe('callers', () => {
  const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

  it('are known by the API key', async () => {
    const locked = await startLiveChat({ kind: 'reference', apiKey: 'open-sesame' });
    const start = (headers?: Record<string, string>) => call(locked, '/api/livechat/start', START, headers);
    expect(await start()).toEqual({ status: 401, body: { error: 'unauthorized' } });
    expect((await start(bearing('wrong'))).status).toBe(401);
    expect(locked.chats).toHaveLength(0);
    expect((await start(bearing('open-sesame'))).status).toBe(201);
    expect(locked.requests.map(({ status }) => status)).toEqual([401, 401, 201]);
    const path = '/api/livechat/start';
    expect(locked.requests[2]).toMatchObject({ path, headers: bearing('open-sesame'), body: START });
    await locked.stop();
  });

  it('are known by their token when there is a check for it', async () => {
    const verifyToken = async (bearer: string) => bearer === 'token-1';
    const locked = await startLiveChat({ kind: 'reference', verifyToken });
    expect((await call(locked, '/api/livechat/start', START, bearing('token-2'))).status).toBe(401);
    expect((await call(locked, '/api/livechat/start', START, bearing('token-1'))).status).toBe(201);
    await locked.stop();
  });
});
