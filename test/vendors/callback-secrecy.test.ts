import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askerOf } from '../adapters/admin/operator.ts';
import {
  type ConnectedBridge,
  eventually,
  startConnectedBridge,
} from '../adapters/callers/connected-agent/orchestrator.ts';
import { type OtlpReceiver, otlpReceiver } from '../adapters/tracing/otlp-receiver.ts';

const adminToken = 'a-token-of-an-operator-2026';
const otel = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_SERVICE_NAME'];

let receiver: OtlpReceiver;
let directory: string;
let world: ConnectedBridge;
/** What was written, said and told while callbacks were used, refused, not reached and not allowed. */
const told: Record<string, string> = {};
let secrets: readonly string[] = [];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const allFiles = () =>
  filesIn(directory)
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');

beforeAll(async () => {
  receiver = await otlpReceiver();
  directory = mkdtempSync(join(tmpdir(), 'handoff-secrecy-'));
  const environment = {
    HANDOFF_ADMIN_TOKEN: adminToken,
    HANDOFF_STORE: 'lowdb',
    HANDOFF_DATA_DIR: directory,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  };
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
  world = await startConnectedBridge(environment);
  const ask = askerOf(world.url, adminToken);
  const anna = world.orchestrator();
  secrets = anna.secrets;
  const answers: string[] = [];
  const turn = async (...given: Parameters<typeof anna.turn>) =>
    answers.push((await anna.turn(...given)).body);
  await turn('My invoice is wrong');
  const chat = await world.liveChat.chat();
  await chat.says('Hello Anna');
  anna.revoke();
  await chat.says('Are you there?');
  await chat.sees(/cannot be reached/);
  // Nothing may be told of a reply that cannot be delivered, of a host that is not allowed, or of what is no URL.
  await turn('bye bye', { id: 'lost' });
  for (const serviceUrl of [
    'https://evil.example/x?sig=SIGNED',
    'no url at all ?sig=SIGNED',
    { sig: 'SIGNED' },
  ])
    await turn('Hello?', { serviceUrl });
  anna.renew();
  await turn('Hello?');
  await eventually(() => anna.shown().some((text) => text.includes('Are you there?')));
  told.open = allFiles();
  await chat.ends();
  await eventually(() => world.callbacks.heard.at(-1)?.body.includes('endOfConversation'));
  told.metrics = (await ask('GET', '/metrics')).text;
  told.readiness = (await ask('GET', '/readyz')).text;
  told.deadLetters = (await ask('GET', '/admin/dead-letters')).text;
  told.ended = allFiles();
  told.erasure = (await ask('POST', '/admin/erase', { body: { customerId: '29:anna' } })).text;
  told.erased = allFiles();
  told.answers = answers.join('\n');
  told.desk = JSON.stringify([world.liveChat.requests, world.liveChat.callbacks]);
  await world.stop();
  told.stopped = allFiles();
  told.log = world.logLines.join('\n');
  told.traces = receiver.raw.join('\n');
});
afterAll(async () => {
  for (const name of otel) delete process.env[name];
  rmSync(directory, { recursive: true, force: true });
  await receiver.stop();
});

describe('The secret of a callback', () => {
  it('is searched for in what was really written', () => {
    expect(secrets.length).toBeGreaterThan(1);
    expect(told.open).toContain('"callback');
    expect(told.log).toContain('awaits-turn');
    expect(told.traces).toContain('deliver to-customer');
    expect(told.metrics).toContain('handoff_delivered_total');
  });

  it.each([
    ['files while the session is open', 'open'],
    ['files after the end', 'ended'],
    ['files after the customer was erased', 'erased'],
    ['files after the stop', 'stopped'],
    ['log lines', 'log'],
    ['metrics', 'metrics'],
    ['readiness', 'readiness'],
    ['dead letters', 'deadLetters'],
    ['traces', 'traces'],
    ['answers to turns', 'answers'],
    ['what the live chat was sent', 'desk'],
  ])('is not in %s', (_, where) => {
    for (const secret of [...secrets, 'external-agent', 'SIGNED']) {
      expect(told[where]).not.toContain(secret);
      expect(told[where]).not.toContain(Buffer.from(secret).toString('base64').slice(0, -3));
    }
  });

  it('is erased with the customer, sealed as it was', () => {
    const [, sealed = ''] = /callback\\*":\\*"([\w-]+)/.exec(told.open ?? '') ?? [];
    expect(sealed.length).toBeGreaterThan(40);
    expect(told.erasure).toContain('"erased":1');
    expect(told.erased).not.toContain(sealed);
  });
});
