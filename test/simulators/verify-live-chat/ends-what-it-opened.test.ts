import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { brokenLiveChat, json } from './broken-live-chat.ts';
import { hooksOf, referenceLiveChat, run, secrets } from './running.ts';
import { stoppedAfterEach } from './stopped-after-each.ts';

const main = fileURLToPath(new URL('../../../simulators/verify-live-chat/main.ts', import.meta.url));

const { stopped, stopLater } = stoppedAfterEach();

describe('what was opened at the live chat is ended', () => {
  const open = ({ chats }: LiveChat) => chats.filter(({ status }) => status !== 'ended');

  test('after a run that finds nothing, callbacks included', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const only = [
      '--only',
      'a message',
      '--only',
      'type message',
      '--only',
      'two starts',
      '--only',
      'at once',
    ];
    const outcome = await run(['--url', liveChat.url, ...hooksOf(liveChat.url), ...only]);
    expect(outcome.code).toBe(0);
    expect(liveChat.chats.length).toBeGreaterThan(10);
    expect(open(liveChat)).toEqual([]);
  });

  test('after failures, and what will not end is told', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const broken = await brokenLiveChat(liveChat.url, {
      instead: async ({ path }) => (path.endsWith('/send') ? json(500, { error: 'x' }) : undefined),
    });
    stopLater(async () => broken.stop());
    const only = ['--only', 'messages in any script', '--only', 'two starts'];
    expect(await run(['--url', broken.url, ...only])).toMatchObject({ code: 1 });
    expect(liveChat.chats.length).toBeGreaterThan(2);
    expect(open(liveChat)).toEqual([]);
    const endless = await brokenLiveChat(liveChat.url, {
      instead: async ({ path }) => (path.endsWith('/end') ? json(500, { error: 'x' }) : undefined),
    });
    stopLater(async () => endless.stop());
    const outcome = await run(['--url', endless.url, '--only', 'two starts']);
    expect(outcome.text).toContain('3 of the sessions that were opened could not be ended');
  });

  test('where the answer to a start was late', async () => {
    const liveChat = await stopped(referenceLiveChat());
    let starts = 0;
    const late = await brokenLiveChat(liveChat.url, {
      instead: async ({ path, ...request }) => {
        if (!path.endsWith('/start')) return undefined;
        starts += 1;
        if (starts !== 2) return undefined;
        await fetch(`${liveChat.url}${path}`, { method: 'POST', ...request });
        await sleep(800);
        return json(504, { error: 'late' });
      },
    });
    stopLater(async () => late.stop());
    const outcome = await run(['--url', late.url, '--timeout', '400', '--only', 'two starts']);
    expect(outcome.code).toBe(1);
    expect(liveChat.chats.length).toBe(2);
    expect(open(liveChat)).toEqual([]);
  });

  test('on Ctrl+C, which ends with 130', async () => {
    const liveChat = await stopped(referenceLiveChat());
    const args = [main, '--url', liveChat.url, '--remember', '60000', '--only', 'still known'];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...secrets } });
    const said = text(child.stdout);
    await expect.poll(() => liveChat.chats.length, { timeout: 15_000 }).toBe(2);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    expect(await said).toContain('Stopped. The sessions that were opened have been ended.');
    expect(open(liveChat)).toEqual([]);
  });
});
