import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Chat, type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { call, said } from './caller.ts';
import { type FakeBridge, SECRET, startFakeBridge } from './fake-bridge.ts';

let bridge: FakeBridge;
let liveChat: LiveChat;
let chat: Chat;

beforeEach(async () => {
  bridge = await startFakeBridge();
  liveChat = await startLiveChat({ kind: 'reference', webhookSecret: SECRET, apiKey: 'not-for-the-desk' });
  const authorization = { authorization: 'Bearer not-for-the-desk' };
  const start = { conversationId: 'h1', channel: 'msteams', customer: { id: 'c', name: 'Megan' } };
  await call(liveChat, '/api/livechat/start', { ...start, callbackUrl: bridge.callbackUrl }, authorization);
  chat = await liveChat.chat();
});

afterEach(async () => {
  await liveChat.stop();
  await bridge.stop();
});

const act = (body: unknown, headers?: Record<string, string>) =>
  call(liveChat, `/desk/api/chats/${chat.id}`, body, headers);

describe('the page', () => {
  it('allows nothing that does not come from its own origin', async () => {
    const response = await fetch(liveChat.deskUrl);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|https?:/i);
  });

  it('gets each part that it names, and nothing beside them', async () => {
    const html = await (await fetch(liveChat.deskUrl)).text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
    expect(parts.length).toBeGreaterThan(2);
    for (const path of parts) expect((await fetch(liveChat.url + path)).status, path).toBe(200);
    for (const path of ['/desk/../start-live-chat.ts', '/desk/%2e%2e%2fchat-book.ts', '/desk/nothing.js']) {
      expect((await fetch(liveChat.url + path)).status, path).toBe(404);
    }
  });
});

describe('an act of the desk', () => {
  it('is taken at once and told to the other side in order', async () => {
    expect((await act({ act: 'join', agent: 'Kim' })).status).toBe(202);
    await act({ act: 'say', agent: 'Kim', text: 'Hello' });
    await act({ act: 'transfer', to: 'Lee' });
    await act({ act: 'end', message: 'Bye' });
    await expect
      .poll(() => bridge.heard.map(({ body }) => [body.type, body.sender, body.message]))
      .toEqual([
        ['agent-joined', 'Kim', undefined],
        ['message', 'Kim', 'Hello'],
        ['agent-transferred', 'Lee', undefined],
        ['session-ended', undefined, 'Bye'],
      ]);
    expect(await act({ act: 'say', agent: 'Kim', text: 'late' })).toMatchObject({ status: 409 });
  });

  it('can be sent again when it failed, under the same id', async () => {
    bridge.answers({ status: 404 });
    await chat.says('Hello', { messageId: 'm1' });
    await act({ act: 'send-again', messageId: 'm1' });
    await expect.poll(() => chat.messages[0]?.delivery).toBe('delivered');
    expect(bridge.heard.map(({ body }) => body.messageId)).toEqual(['m1', 'm1']);
  });

  it('drops a typing signal while something is still under way', async () => {
    bridge.answers({ status: 202, afterMs: 80 });
    const saying = chat.says('Hello');
    await act({ act: 'typing', agent: 'Kim' });
    await saying;
    await act({ act: 'typing', agent: 'Kim' });
    await expect.poll(() => bridge.heard.map(({ body }) => body.type)).toEqual(['message', 'typing']);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin that one could name', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused from %s', async (_, headers) => {
    expect((await act({ act: 'say', agent: 'Kim', text: 'x' }, headers)).status).toBe(403);
    expect(chat.messages).toEqual([]);
  });

  it('is refused when it makes no sense', async () => {
    expect((await act({ act: 'shout' })).status).toBe(400);
    expect((await act('{')).status).toBe(400);
    expect((await act({ act: 'say', agent: 'Kim', text: '  ' })).status).toBe(400);
    expect((await call(liveChat, '/desk/api/chats/lc_nobody', { act: 'join', agent: 'Kim' })).status).toBe(
      404,
    );
  });
});

describe('the events', () => {
  it('begin with everything and go on with each change, without addresses', async () => {
    const stopping = new AbortController();
    const response = await fetch(`${liveChat.url}/desk/api/events`, { signal: stopping.signal });
    const events = eventsOf(response);
    expect(await events.next()).toMatchObject({
      value: { event: 'snapshot', data: { chats: [{ id: chat.id }] } },
    });
    const authorization = { authorization: 'Bearer not-for-the-desk' };
    await call(liveChat, '/api/livechat/send', said(chat.id, '<b>hi</b>'), authorization);
    const { value } = await events.next();
    expect(value).toMatchObject({ event: 'chat', data: { id: chat.id, entries: [{ text: '<b>hi</b>' }] } });
    expect(JSON.stringify(value)).not.toContain('callbackUrl');
    stopping.abort();
  });
});

async function* eventsOf(response: Response): AsyncGenerator<{ event: string | undefined; data: unknown }> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      yield { event: field('event'), data: JSON.parse(field('data') ?? 'null') };
    }
  }
}
