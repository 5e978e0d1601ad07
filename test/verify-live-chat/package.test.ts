import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hooksOf, referenceLiveChat, secrets } from './running.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const start = promisify(execFile);

describe('the package for vendors', () => {
  let directory = '';
  let bin = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'verifier-package-'));
    const packed = await start(process.execPath, [
      join(root, 'scripts/pack-verifier.ts'),
      join(directory, 'build'),
    ]);
    await start('tar', ['-xzf', packed.stdout.trim(), '-C', directory]);
    await symlink(join(root, 'node_modules'), join(directory, 'package/node_modules'));
    bin = join(directory, 'package/simulators/verify-live-chat/main.js');
  }, 60_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('says how it is used', async () => {
    const { stdout } = await start(process.execPath, [bin, '--help'], { cwd: directory });
    expect(stdout).toContain('npx handoff-bridge-verify --url');
  });

  test('checks a live chat', async () => {
    const liveChat = await referenceLiveChat();
    const args = [
      '--url',
      liveChat.url,
      '--only',
      'a start',
      '--only',
      'type message',
      ...hooksOf(liveChat.url),
    ];
    const env = { ...process.env, ...secrets };
    const { stdout } = await start(process.execPath, [bin, ...args], { cwd: directory, env });
    await liveChat.stop();
    expect(stdout).toMatch(/What was checked is as agreed\. \d+ passed, 0 failed, 0 not run/);
  });
});
