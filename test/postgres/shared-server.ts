import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { makeServer } from './server.ts';

/**
 * The address of a database of a superuser: `TEST_DATABASE_URL`, or that of the one server of this run, which whoever comes
 * first makes. That one does not sync: it has to outlive no crash.
 */
export async function sharedServerUrl(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const directory = inject('postgresDirectory');
  const ready = join(directory, 'url');
  const isFirst = await mkdir(join(directory, 'making')).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const server = await makeServer(directory, 'no');
    await server.start();
    await writeFile(`${ready}.part`, server.urlOf('postgres'));
    await rename(`${ready}.part`, ready);
  }
  for (let tries = 0; tries < 400; tries++) {
    const url = await readFile(ready, 'utf8').catch(() => undefined);
    if (url !== undefined) return url;
    await sleep(50);
  }
  throw new Error('no PostgreSQL server came up within 20 s');
}
