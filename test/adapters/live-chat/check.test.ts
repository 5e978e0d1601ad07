import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../simulators/child-environment.ts';
import { type LiveChat, startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import { goodEnvironment } from '../../config/good-environment.ts';

const apiKey = randomBytes(24).toString('base64url');
let liveChat: LiveChat;

beforeEach(async () => {
  liveChat = await startLiveChat({ kind: 'reference', apiKey });
});
afterEach(() => liveChat.stop());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function check(settings: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  const env = { ...childEnvironment(), ...goodEnvironment(), LIVECHAT_BASE_URL: liveChat.url, ...settings };
  return promisify(execFile)(process.execPath, ['scripts/live-chat-check.ts', ...args], { env }).then(
    (ended) => ({ code: 0, ...ended }),
    (failed: Ended) => failed,
  );
}

describe('The check of a live chat', () => {
  it('says that all is fine, where callbacks have to come to, and leaves nothing behind', async () => {
    const { code, stdout } = await check({ LIVECHAT_API_KEY: apiKey });
    expect(stdout).toMatch(/^Live chat: reference\n {2}fine .*lets the bridge in/);
    expect(stdout).toContain(`${goodEnvironment().HANDOFF_PUBLIC_URL}/api/messages/proactive`);
    expect(code).toBe(0);
    expect(liveChat.chats).toEqual([]);
  });

  it('says what is wrong and what to do, and fails', async () => {
    const { code, stdout } = await check({ LIVECHAT_API_KEY: `another-key-${apiKey}` }, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      points: [{ result: 'wrong', came: expect.stringContaining('401'), advice: expect.any(String) }],
    });
    expect(stdout).not.toContain('another-key');
    expect(code).toBe(1);
    await liveChat.stop();
    expect(await check({ LIVECHAT_API_KEY: apiKey })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Look whether LIVECHAT_BASE_URL is reached'),
    });
  });

  it('names the settings that are missing, and what it does not understand', async () => {
    expect(await check({ LIVECHAT_WEBHOOK_SECRET: '' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LIVECHAT_WEBHOOK_SECRET'),
    });
    expect(await check({}, '--loud')).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
  });
});
