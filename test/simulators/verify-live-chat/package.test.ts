import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hooksOf, referenceLiveChat, secrets } from './running.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const start = promisify(execFile);

const names = z.record(z.string(), z.string()).optional();
const described = z.object({ dependencies: z.record(z.string(), z.string()) });
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dependencies: names, optionalDependencies: names, hasInstallScript: z.boolean().optional() }),
  ),
});

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
    bin = join(directory, 'package/bin.js');
  }, 60_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each(['18.20.8', '20.20.2', '22.18.0'])(
    'says on Node %s what it needs, and ends with 2',
    (version) => {
      const disguise = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
      const args = ['--import', `data:text/javascript,${disguise}`, bin, '--help'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout: '',
        stderr: `handoff-bridge-verify needs Node 22.19 or later, and this is ${version}.\n`,
      });
    },
  );

  test('brings nothing that runs when it is installed', async () => {
    const manifest = described.parse(
      JSON.parse(await readFile(join(directory, 'package/package.json'), 'utf8')),
    );
    const { packages } = lock.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
    const brought = new Set<string>();
    const bring = (name: string): void => {
      if (brought.has(name)) return;
      brought.add(name);
      const { dependencies, optionalDependencies } = packages[`node_modules/${name}`] ?? {};
      for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) bring(next);
    };
    for (const name of Object.keys(manifest.dependencies)) bring(name);
    expect(brought).toContain('@pact-foundation/pact-core');
    expect(packages['node_modules/@scarf/scarf']?.hasInstallScript).toBe(true);
    const installing = [...brought].filter((name) => packages[`node_modules/${name}`]?.hasInstallScript);
    expect(installing).toEqual([]);
  });

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
