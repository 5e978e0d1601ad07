import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../simulators/child-environment.ts';
import { freePort } from '../../../simulators/free-port.ts';
import { goodEnvironment } from '../../config/good-environment.ts';
import { type OtlpReceiver, otlpReceiver } from './otlp-receiver.ts';

let directory: string;
let receiver: OtlpReceiver;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handoff-untraced-'));
  receiver = await otlpReceiver();
});
afterAll(async () => {
  await receiver.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Writes the name of every module with which spans are made; the Agents SDK itself brings the API, which makes none. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      if (/@opentelemetry\\/(?!api)|adapters\\/tracing/.test(url)) process.stderr.write('LOADED ' + url + '\\n');
      return next(url, context);
    },
  });
`)}`;

/** All that the service writes from its start to its end, with one request in between. */
async function lifeOf(changes: Readonly<Record<string, string>>): Promise<string> {
  const port = await freePort();
  const env = {
    ...childEnvironment(),
    ...goodEnvironment(),
    HANDOFF_HOST: '127.0.0.1',
    PORT: String(port),
    ...changes,
  };
  const child = spawn(process.execPath, ['--import', telling, resolve('src/main.ts')], {
    env,
    cwd: directory,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exit = new Promise((done) => child.once('exit', done));
  try {
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(isUp, { timeout: 10_000 }).toBe(true);
  } finally {
    child.kill('SIGTERM');
  }
  await exit;
  return output;
}

describe('The service without an endpoint of OpenTelemetry', () => {
  it.each([{ OTEL_SERVICE_NAME: 'bridge', OTEL_TRACES_SAMPLER: 'always_on' }, { OTEL_SDK_DISABLED: 'true' }])(
    'loads nothing that makes spans and sends nothing: %j',
    async (changes) => {
      const isOff = 'OTEL_SDK_DISABLED' in changes;
      const output = await lifeOf({
        ...changes,
        ...(isOff && { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }),
      });
      expect(output).toContain('"msg":"stopped"');
      expect(output).not.toContain('LOADED');
      expect(receiver.raw).toEqual([]);
    },
  );

  it('but loads it, and tells, with one', async () => {
    const output = await lifeOf({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    expect(output).toContain('LOADED');
    expect(receiver.spans.map(({ name }) => name)).toContain('GET /healthz');
  });
});
