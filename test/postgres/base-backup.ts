import { appendFile, chown, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { owner } from './binaries.ts';
import { type PostgresServer, serverIn } from './server.ts';

/** A base backup and the archived write-ahead log, as the manual of PostgreSQL has them for tools of one's own. */
export interface ArchivedServer {
  /** Copies the running server's data. */
  backUp(): Promise<void>;
  /** Removes the server and its data, and brings them back from backup and archive as they were at that time. */
  restoreAsOf(time: string): Promise<void>;
}

const stopped = z.tuple([z.object({ labelfile: z.string() })]);

/** From now on the log of a server in `directory` is archived; restarts it. */
export async function archivedServer(directory: string, server: PostgresServer): Promise<ArchivedServer> {
  const [data, archive, backup] = ['data', 'archive', 'backup'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(archive);
  await own(archive);
  const asSuperuser = async <Value>(task: (client: Client) => Promise<Value>): Promise<Value> => {
    const client = new Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    return task(client).finally(() => client.end());
  };
  await asSuperuser(async (client) => {
    await client.query('alter system set archive_mode = on');
    await client.query(`alter system set archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f'`);
  });
  await server.stop('fast');
  await server.start();
  return {
    backUp: () =>
      asSuperuser(async (client) => {
        await client.query(`select pg_backup_start('rehearsal', true)`);
        await cp(data, backup, { recursive: true });
        const { rows } = await client.query('select labelfile from pg_backup_stop()');
        await writeFile(join(backup, 'backup_label'), stopped.parse(rows)[0].labelfile);
        for (const name of ['postmaster.pid', 'postmaster.opts'])
          await rm(join(backup, name), { force: true });
      }),
    async restoreAsOf(time) {
      await asSuperuser((client) => client.query('select pg_switch_wal()'));
      await server.stop('fast');
      await rm(data, { recursive: true });
      await cp(backup, data, { recursive: true });
      await writeFile(join(data, 'recovery.signal'), '');
      await appendFile(
        join(data, 'postgresql.auto.conf'),
        `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${time}'\nrecovery_target_action = 'promote'\n`,
      );
      await own(data);
      await (await serverIn(directory, { port: server.port, synced: 'synced' })).start();
    },
  };
}

/** Gives a directory to the user as whom the server runs. */
async function own(directory: string): Promise<void> {
  if (!owner) return;
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = [directory, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  for (const path of paths) await chown(path, owner.uid, owner.gid);
}
