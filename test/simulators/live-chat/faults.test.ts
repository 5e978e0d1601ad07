import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { call, opened, START, said } from './caller.ts';

let liveChat: LiveChat;

beforeEach(async () => {
  liveChat = await startLiveChat({ kind: 'reference' });
});

afterEach(() => liveChat.stop());

const send = (id: string, text: string) => call(liveChat, '/api/livechat/send', said(id, text));
const texts = (): unknown => liveChat.chats[0]?.messages.map(({ text }) => text);

describe('an armed fault', () => {
  it('answers instead of the route, for as many requests as it says, and only on its path', async () => {
    liveChat.failNext({ path: '/send', status: 503, body: { error: 'down' }, times: 2 });
    const id = await opened(liveChat);
    expect(await send(id, 'one')).toEqual({ status: 503, body: { error: 'down' } });
    expect(await send(id, 'two')).toEqual({ status: 503, body: { error: 'down' } });
    expect((await send(id, 'three')).status).toBe(200);
    expect(texts()).toEqual(['three']);
  });

  it('sends its headers, and a string as it is', async () => {
    liveChat.failNext({
      status: 429,
      headers: { 'retry-after': '3', 'content-type': 'text/html' },
      body: '<h1>no</h1>',
    });
    const response = await fetch(`${liveChat.url}/api/livechat/start`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      429,
      '3',
      '<h1>no</h1>',
    ]);
  });

  it('holds an answer back after the work is done', async () => {
    const id = await opened(liveChat);
    liveChat.failNext({ path: '/send', delayMs: 150 });
    const sending = send(id, 'slow');
    await liveChat.chats[0]?.sees('slow', { withinMs: 100 });
    expect(liveChat.requests.at(-1)?.status).toBe(0);
    expect((await sending).status).toBe(200);
    expect(liveChat.requests.at(-1)?.status).toBe(200);
  });

  it('cuts the connection before anything was done', async () => {
    const id = await opened(liveChat);
    liveChat.failNext({ path: '/send', reset: 'before' });
    await expect(send(id, 'lost')).rejects.toThrow();
    expect(texts()).toEqual([]);
    expect(liveChat.requests.at(-1)).toMatchObject({ path: '/api/livechat/send', status: 0 });
  });

  it('cuts the connection after the work was done, so that a repeat is needed and shows nothing twice', async () => {
    const id = await opened(liveChat);
    liveChat.failNext({ path: '/send', reset: 'after-accepting' });
    const key = { 'idempotency-key': 'same' };
    const body = said(id, 'kept');
    await expect(call(liveChat, '/api/livechat/send', body, key)).rejects.toThrow();
    expect((await call(liveChat, '/api/livechat/send', body, key)).status).toBe(200);
    expect(texts()).toEqual(['kept']);
  });

  it('knows the steps of the sample by the same names', async () => {
    const sample = await startLiveChat({ kind: 'contoso-sample' });
    sample.failNext({ path: '/send', status: 500 });
    const { body } = await call(sample, '/api/chat/start', '');
    const message = { conversationId: body.conversationId, message: 'x', sender: 'y' };
    expect((await call(sample, '/api/chat/receive', message)).status).toBe(500);
    await sample.stop();
  });
});

describe('waiting', () => {
  it('finds the newest chat, or the newest that fits', async () => {
    const waiting = liveChat.chat();
    const first = await opened(liveChat);
    expect((await waiting).id).toBe(first);
    await call(liveChat, '/api/livechat/start', { ...START, conversationId: 'handoff-2' });
    expect((await liveChat.chat()).handoffSessionId).toBe('handoff-2');
    expect(await liveChat.chat(({ id }) => id === first)).toBe(liveChat.chats[0]);
  });

  it('prints what there is when it was in vain', async () => {
    await expect(liveChat.chat(undefined, { withinMs: 10 })).rejects.toThrow(/no such chat[\s\S]*none/);
    const id = await opened(liveChat);
    await send(id, 'hello');
    const [chat] = liveChat.chats;
    await expect(chat?.sees('bye', { withinMs: 10 })).rejects.toThrow(/customer Megan: hello/);
    await expect(chat?.isEnded({ withinMs: 10 })).rejects.toThrow(/not ended[\s\S]*Megan: hello/);
  });
});

it('meets the request that comes after as many as it is told, and records what each was answered', async () => {
  liveChat.failNext({ status: 500, after: 1 });
  const start = async () => (await call(liveChat, '/api/livechat/start', START)).status;
  const answers = [await start(), await start(), await start()];
  expect(answers).toEqual([201, 500, 201]);
  expect(liveChat.requests.map(({ method, path, status }) => [method, path, status])).toEqual(
    answers.map((status) => ['POST', '/api/livechat/start', status]),
  );
  expect(liveChat.requests[0]?.answer).toMatchObject({ status: 'queued' });
});
