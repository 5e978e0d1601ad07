import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askerOf } from '../adapters/admin/operator.ts';
import { eventually, startConnectedBridge } from '../adapters/callers/connected-agent/orchestrator.ts';
import { otlpReceiver } from '../adapters/tracing/otlp-receiver.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/fresh-database.ts';
import { sharedServerUrl } from '../postgres/shared-server.ts';

const adminToken = 'a-token-of-an-operator-2026';
const otel = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_SERVICE_NAME'];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** Where a bridge keeps its sessions. */
interface Store {
  readonly environment: Readonly<Record<string, string>>;
  /** All that is kept, as text. */
  read(): Promise<string>;
  remove(): Promise<void>;
}

const tables = z.array(z.object({ name: z.string() }));
const rows = z.array(z.object({ row: z.string() }));

/** Every row of every table that is not the database's own. */
async function rowsOf({ admin }: FreshDatabase): Promise<string> {
  const own = await admin.query(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const read = [];
  for (const { name } of tables.parse(own.rows)) {
    const found = await admin.query(`select to_json(each)::text as row from ${name} as each`);
    read.push(name, ...rows.parse(found.rows).map(({ row }) => row));
  }
  return read.join('\n');
}

const stores: Readonly<Record<'lowdb' | 'postgres', () => Promise<Store>>> = {
  async lowdb() {
    const directory = mkdtempSync(join(tmpdir(), 'handoff-secrecy-'));
    return {
      environment: { HANDOFF_STORE: 'lowdb', HANDOFF_DATA_DIR: directory },
      read: async () =>
        filesIn(directory)
          .map((path) => readFileSync(path, 'latin1'))
          .join('\n'),
      remove: async () => rmSync(directory, { recursive: true, force: true }),
    };
  },
  async postgres() {
    const database = await freshDatabase(await sharedServerUrl());
    return {
      environment: { HANDOFF_STORE: 'postgres', DATABASE_URL: database.url },
      read: () => rowsOf(database),
      remove: () => database.drop(),
    };
  },
};

/** What was written, said and told while callbacks were used, refused, not reached and not allowed. */
async function playedOn(store: Store) {
  const told: Record<string, string> = {};
  const receiver = await otlpReceiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
  const world = await startConnectedBridge({
    HANDOFF_ADMIN_TOKEN: adminToken,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    ...store.environment,
  });
  const ask = askerOf(world.url, adminToken);
  const textOf = async (path: string) => (await ask('GET', path)).text;
  /** Timelines and addresses of all sessions, as operators are shown them. */
  async function timelines(): Promise<string> {
    const list = await textOf(`/admin/sessions?id=${encodeURIComponent('29:anna')}`);
    const ids = [...new Set(list.match(/hs_[\w-]+/g))];
    const each = await Promise.all(ids.map((id) => textOf(`/admin/sessions/${id}`)));
    return [list, ...each, await textOf('/admin/overview')].join('\n');
  }
  const anna = world.orchestrator();
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
  told.open = await store.read();
  told.timelinesOpen = await timelines();
  await chat.ends();
  await eventually(() => world.callbacks.heard.at(-1)?.body.includes('endOfConversation'));
  told.metrics = await textOf('/metrics');
  told.readiness = await textOf('/readyz');
  told.deadLetters = await textOf('/admin/dead-letters');
  told.timelinesEnded = await timelines();
  told.ended = await store.read();
  told.erasure = (await ask('POST', '/admin/erase', { body: { customerId: '29:anna' } })).text;
  told.erased = await store.read();
  told.answers = answers.join('\n');
  told.desk = JSON.stringify([world.liveChat.requests, world.liveChat.callbacks]);
  await world.stop();
  told.stopped = await store.read();
  told.log = world.logLines.join('\n');
  told.traces = receiver.raw.join('\n');
  for (const name of otel) delete process.env[name];
  await receiver.stop();
  return { told, secrets: anna.secrets };
}

describe.each(['lowdb', 'postgres'] as const)('The secret of a callback (%s)', (name) => {
  let store: Store;
  let told: Record<string, string> = {};
  let secrets: readonly string[] = [];
  beforeAll(async () => {
    store = await stores[name]();
    ({ told, secrets } = await playedOn(store));
  });
  afterAll(() => store.remove());

  it('is searched for in what was really written', () => {
    expect(secrets.length).toBeGreaterThan(1);
    expect(told.open).toContain('"callback');
    expect(told.log).toContain('awaits-turn');
    expect(told.traces).toContain('deliver to-customer');
    expect(told.timelinesOpen).toContain('handoff-requested');
    expect(told.timelinesEnded).toContain('handoff-ended');
    expect(told.metrics).toContain('handoff_delivered_total');
  });

  it.each([
    ['what is kept while the session is open', 'open'],
    ['what is kept after the end', 'ended'],
    ['what is kept after the customer was erased', 'erased'],
    ['what is kept after the stop', 'stopped'],
    ['timelines while the session is open', 'timelinesOpen'],
    ['timelines after the end', 'timelinesEnded'],
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
