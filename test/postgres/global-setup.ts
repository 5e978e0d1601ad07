import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the first test that needs a PostgreSQL server makes one for all of this run. */
    readonly postgresDirectory: string;
  }
}

/** A run that needs no server starts none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-postgres-'));
  project.provide('postgresDirectory', directory);
  return async () => {
    await stopServer(join(directory, 'data'), 'immediate');
    await rm(directory, { recursive: true, force: true });
  };
}
