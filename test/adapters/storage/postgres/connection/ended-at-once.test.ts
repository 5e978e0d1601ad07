import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../../src/adapters/storage/postgres/connection/database.ts';
import { NotSent } from '../../../../../src/adapters/storage/postgres/connection/store-error.ts';
import { postgresStore } from '../../../../../src/adapters/storage/postgres/postgres-store.ts';
import { systemClock } from '../../../../../src/adapters/system/clock.ts';

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const letIn = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const ended = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

/** A database that ends each connection in the breath in which it has let it in, as one does that is being stopped. */
async function stoppingDatabase(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([letIn, ready, ended])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `postgres://nobody@127.0.0.1:${port}/nothing`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const limits = { poolSize: 2, connectTimeoutMs: 1000, queryTimeoutMs: 1000 };
const log = { info() {}, warn() {}, error() {} };

let stopping: Awaited<ReturnType<typeof stoppingDatabase>>;
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeAll(async () => {
  stopping = await stoppingDatabase();
  process.prependListener('uncaughtException', note);
});
afterEach(() => expect(uncaught).toEqual([]));
afterAll(async () => {
  process.off('uncaughtException', note);
  await stopping.stop();
});

describe('A connection that is ended as soon as it is there', () => {
  it('fails its query, and not the process', async () => {
    const database = openDatabase({ ...limits, url: stopping.url }, log);
    for (let count = 0; count < 3; count++) {
      const asked = database.query({ name: 'look', text: 'select 1' }, []);
      const error = await asked.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(NotSent);
    }
    await database.close();
  });

  it('fails a start with a reason', async () => {
    const store = postgresStore({ ...limits, url: stopping.url, clock: systemClock, log });
    await expect(store).rejects.toThrow(/the database does not serve now/);
  });
});
