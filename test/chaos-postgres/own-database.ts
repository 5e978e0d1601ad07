import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BreakableWay, startBreakableWay } from '../network/breakable-way.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/fresh-database.ts';
import { makeServer, type PostgresServer } from '../postgres/server.ts';

/** A server that nobody else uses and that syncs, so that it may crash, with a way to it that may break. */
export interface OwnDatabase {
  readonly server: PostgresServer;
  readonly proxy: BreakableWay;
  readonly database: FreshDatabase;
  /** As the bridge reaches it. */
  readonly url: string;
  remove(): Promise<void>;
}

export async function startOwnDatabase(schema: 'migrated' | 'empty' = 'migrated'): Promise<OwnDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-chaos-postgres-'));
  await chmod(directory, 0o755);
  const server = await makeServer(directory, 'synced');
  await server.start();
  const proxy = await startBreakableWay(server.port);
  const database = await freshDatabase(server.urlOf('postgres'), schema);
  return {
    server,
    proxy,
    database,
    url: proxy.urlOf(database.url),
    async remove() {
      await database.admin.end().catch(() => undefined);
      await proxy.stop();
      await server.stop('immediate');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
