import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../simulators/child-environment.ts';
import { freePort } from '../../../simulators/free-port.ts';
import { startLiveChat } from '../../../simulators/live-chat/start-live-chat.ts';

const scenario = (name: string) => resolve('simulators/scenarios', `${name}.yaml`);
const apiKey = 'a-key-for-this-test-alone';
const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'against-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly output: string;
}

const simulate = (...args: readonly string[]): Promise<Ended> =>
  simulateWith({ LIVECHAT_API_KEY: apiKey, LIVECHAT_WEBHOOK_SECRET: webhookSecret }, args);

/** The command, in a folder of its own, since it leaves a file. */
function simulateWith(secrets: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [resolve('simulators/simulate.ts'), ...args],
      { cwd: folder, env: { ...process.env, ...secrets } },
      (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });
}

describe('npm run simulate -- --against', () => {
  it('a live chat plays what needs no agent at its desk, and says of the rest that it is not possible', async () => {
    const liveChat = await startLiveChat({ kind: 'reference', apiKey, webhookSecret });
    try {
      const { code, output } = await simulate(
        '--against',
        liveChat.url,
        scenario('handoff/asks-and-leaves'),
        scenario('handoff/there-and-back'),
      );
      expect(code, output).toBe(0);
      expect(output).toMatch(/✓ A customer asks for a person/);
      expect(output).toContain('"agent joins" is not possible here: the desk cannot be controlled');
      expect(liveChat.chats.map(({ status, endReason }) => [status, endReason])).toEqual([
        ['ended', 'customer'],
      ]);
    } finally {
      await liveChat.stop();
    }
  }, 60_000);

  it('a live chat with a key that a bridge would not take ends with 2', async () => {
    const liveChat = await startLiveChat({ kind: 'reference' });
    try {
      const command = ['--against', liveChat.url, scenario('handoff/asks-and-leaves')];
      const { code, output } = await simulateWith({ LIVECHAT_WEBHOOK_SECRET: 'whsec_dG9vLXNob3J0' }, command);
      expect(code).toBe(2);
      expect(output).toContain('LIVECHAT_WEBHOOK_SECRET');
    } finally {
      await liveChat.stop();
    }
  });

  it('a bridge that is not there writes the settings for one; against one that has them stories are played', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const nobody = await simulate('--against', url, scenario('handoff/agent-ends'));
    expect(nobody).toMatchObject({ code: 2, output: expect.stringContaining(`No answer at ${url}`) });
    const env = {
      ...childEnvironment(),
      ...parseEnv(await readFile(join(folder, 'rehearsal.env'), 'utf8')),
    };
    const bridge = spawn(process.execPath, [resolve('src/main.ts')], { cwd: folder, env, stdio: 'pipe' });
    try {
      await started(bridge);
      const { code, output } = await simulate(
        '--against',
        url,
        scenario('handoff/agent-ends'),
        scenario('queue/agent-is-free'),
        scenario('silence/idle-warning-and-end'),
        scenario('bridge-fails/killed-on-the-way-to-teams'),
      );
      expect(code, output).toBe(0);
      expect(output).toMatch(/✓ The agent ends the chat/);
      expect(output).toMatch(/✓ An agent is free at once/);
      expect(output).toContain('"idle after" is not ours to set here');
      expect(output).toContain('the bridge is not ours to stop');
      expect(output).toContain('2 of 4 stories passed, 2 left out');
    } finally {
      bridge.kill('SIGKILL');
    }
  }, 60_000);
});

const started = (bridge: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    bridge.stdout?.on('data', (chunk) => String(chunk).includes('"msg":"started"') && done());
    bridge.once('exit', () => fail(new Error('the bridge did not start')));
  });
