import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';
import { type FreshDatabase, freshDatabase } from '../../../../postgres/fresh-database.ts';
import { sharedServerUrl } from '../../../../postgres/shared-server.ts';

const log = { info() {}, warn() {}, error() {} };
const limits = { poolSize: 3, connectTimeoutMs: 700, queryTimeoutMs: 300 };

/** A way to the database that drops every packet from some moment on, farewells too. */
async function fadingWay(database: FreshDatabase, isLast: (sent: Buffer) => boolean = () => false) {
  const sockets: Socket[] = [];
  let isSilent = false;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: '127.0.0.1', port: Number(new URL(database.url).port || 5432) });
    for (const socket of [client, upstream]) socket.on('error', () => {});
    sockets.push(client, upstream);
    client.on('data', (sent) => {
      isSilent ||= isLast(sent);
      if (!isSilent) upstream.write(sent);
    });
    upstream.on('data', (said) => isSilent || client.write(said));
    client.on('end', () => isSilent || upstream.end());
    upstream.on('end', () => isSilent || client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(database.url);
  url.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    options: { ...limits, url: url.href, clock: systemClock, log },
    fallSilent() {
      isSilent = true;
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const within = <Value>(ms: number, task: Promise<Value>) =>
  Promise.race([task, sleep(ms, 'hangs' as const, { ref: false })]);

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase(await sharedServerUrl());
});
afterAll(() => database.drop());

describe('A database whose way has fallen silent', () => {
  it('keeps no replica from stopping', async () => {
    const way = await fadingWay(database);
    const store = await postgresStore(way.options);
    way.fallSilent();
    expect(await within(6000, store.close())).toBeUndefined();
    way.stop();
  });

  it('fails a start within the time that a statement may take', async () => {
    const way = await fadingWay(database, (sent) => sent.includes('server_version_num'));
    const started = postgresStore(way.options).catch((error: Error) => error);
    expect(await within(6000, started)).toMatchObject({ name: 'StoreUnavailable' });
    way.stop();
  });
});
