import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../simulators/child-environment.ts';
import { freePort } from '../simulators/free-port.ts';
import { goodEnvironment } from './config/good-environment.ts';

let directory: string;
let running: readonly ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'handoff-main-'));
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  rmSync(directory, { recursive: true, force: true });
});

interface Main {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  output(): string;
}

function startMain(environment: Readonly<Record<string, string>>, stdout: number | 'pipe' = 'pipe'): Main {
  const env = { ...childEnvironment(), HANDOFF_HOST: '127.0.0.1', ...environment };
  const child = spawn(process.execPath, [resolve('src/main.ts')], {
    env,
    cwd: directory,
    stdio: ['ignore', stdout, 'pipe'],
  });
  running = [...running, child];
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exit = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  return { child, exit, output: () => output };
}

const isUp = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('node src/main.ts', () => {
  it('with nothing set exits non-zero within seconds and lists every missing setting', async () => {
    const before = Date.now();
    const main = startMain({});
    expect(await main.exit).toBe(78);
    expect(Date.now() - before).toBeLessThan(8000);
    for (const name of [
      'HANDOFF_PUBLIC_URL',
      'LiveChat__Settings__ClientSecret',
      'LIVECHAT_WEBHOOK_SECRET',
    ]) {
      expect(main.output()).toContain(name);
    }
    expect(main.output()).not.toContain('    at ');
  });

  it('with bad settings prints no secret', async () => {
    const main = startMain({ ...goodEnvironment(), PORT: 'MARKER', LIVECHAT_API_KEY: 'MARKER' });
    expect(await main.exit).toBe(78);
    expect(main.output()).toContain('PORT');
    expect(main.output()).not.toContain('MARKER');
  });

  it('with an example secret refuses to start', async () => {
    const main = startMain({
      ...goodEnvironment(),
      LIVECHAT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    });
    expect(await main.exit).toBe(78);
    expect(main.output()).toMatch(/LIVECHAT_WEBHOOK_SECRET is not usable/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly with 0 on %s, sent twice', async (signal) => {
    const port = await freePort();
    const main = startMain({ ...goodEnvironment(), PORT: String(port) });
    await expect.poll(() => isUp(port), { timeout: 8000 }).toBe(true);
    const before = Date.now();
    main.child.kill(signal);
    main.child.kill(signal);
    expect(await main.exit).toBe(0);
    expect(Date.now() - before).toBeLessThan(4000);
    expect(main.output()).toContain('"msg":"stopped"');
  });

  it('goes on without its log, and ends in order, when the disk of that one is full', async () => {
    const port = await freePort();
    const full = openSync('/dev/full', 'w');
    const main = startMain({ ...goodEnvironment(), PORT: String(port) }, full);
    closeSync(full);
    await expect.poll(() => isUp(port), { timeout: 8000 }).toBe(true);
    // By then it has heard that its first line is lost.
    await sleep(300);
    expect(await isUp(port)).toBe(true);
    main.child.kill('SIGTERM');
    expect(await Promise.race([main.exit, sleep(4000, 'hangs', { ref: false })])).toBe(0);
    expect(main.output()).toBe('');
  });

  it('with its port in use says so and exits non-zero', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((done) => taken.listen(port, '127.0.0.1', () => done()));
    const main = startMain({ ...goodEnvironment(), PORT: String(port) });
    expect(await main.exit).toBe(1);
    expect(main.output()).toMatch(new RegExp(`could not start: .*in use.*${port}`));
    await new Promise((done) => taken.close(done));
  });
});
