import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { call, opened, START, said } from './caller.ts';
import { SECRET, startFakeBridge } from './fake-bridge.ts';

let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-chat-'));
  stateFile = join(folder, 'deep', 'live-chat.json');
});

afterEach(() => rm(folder, { recursive: true }));

const start = () => startLiveChat({ kind: 'reference', webhookSecret: SECRET, stateFile });

describe('after a restart', () => {
  it('chats, messages and used keys are there again', async () => {
    const before = await start();
    const key = { 'idempotency-key': 'start-once' };
    const first = await call(before, '/api/livechat/start', START, key);
    const id = String(first.body.sessionId);
    await call(before, '/api/livechat/send', said(id, 'hello'), { 'idempotency-key': 'send-once' });
    await before.stop();

    const after = await start();
    expect(await call(after, '/api/livechat/start', START, key)).toEqual(first);
    await call(after, '/api/livechat/send', said(id, 'hello'), { 'idempotency-key': 'send-once' });
    expect(after.chats.map((chat) => [chat.id, chat.messages.map(({ text }) => text)])).toEqual([
      [id, ['hello']],
    ]);
    await after.stop();
  });

  it('what an agent had said and the bridge had not taken is sent, in order, under the same ids', async () => {
    const bridge = await startFakeBridge();
    bridge.answers({ status: 503 });
    const before = await start();
    await opened(before, bridge.callbackUrl);
    const chat = await before.chat();
    const saying = [chat.says('one', { messageId: 'm1' }), chat.says('two', { messageId: 'm2' })];
    await expect.poll(() => bridge.heard.length).toBe(1);
    await before.stop();
    expect(await Promise.all(saying)).toEqual(Array(2).fill({ status: 0, body: { error: 'stopped' } }));

    const after = await start();
    await expect.poll(() => bridge.heard.map(({ body }) => body.messageId)).toEqual(['m1', 'm1', 'm2']);
    await expect
      .poll(() => after.chats[0]?.messages.map(({ delivery }) => delivery))
      .toEqual(['delivered', 'delivered']);
    await after.stop();
    await bridge.stop();
  });
});

describe('the state file', () => {
  it('is written soon after a change, without a stop', async () => {
    const liveChat = await start();
    const id = await opened(liveChat);
    await expect.poll(() => readFile(stateFile, 'utf8').catch(() => ''), { timeout: 500 }).toContain(id);
    await liveChat.stop();
  });

  it('is left alone, and the start refused, when it is something else', async () => {
    stateFile = join(folder, 'notes.json');
    await writeFile(stateFile, '{"dear":"diary"}');
    await expect(start()).rejects.toThrow(/not a state file/);
    expect(await readFile(stateFile, 'utf8')).toBe('{"dear":"diary"}');
  });
});
