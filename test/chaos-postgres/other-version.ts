import { execFile } from 'node:child_process';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const git = async (...args: readonly string[]): Promise<string> =>
  (await run('git', args, { maxBuffer: 10_000 })).stdout.trim();

const migrations = 'src/adapters/storage/postgres/schema/migrations';

/** The last commit before the newest migration came. Rejects when the history does not reach that far. */
export async function versionBeforeNewestMigration(): Promise<string> {
  const log = await git('log', '--diff-filter=A', '--format=%h', '-1', '--', `${migrations}/*.sql`);
  return git('rev-parse', '--short', '--verify', `${log}~1`);
}

/** The sources of a version in a directory of their own, which runs with the packages that are installed here. */
export async function unpackedVersion(revision: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'handoff-version-'));
  const archive = join(directory, 'sources.tar');
  await git('archive', `--output=${archive}`, revision, 'src', 'scripts', 'package.json');
  await run('tar', ['-xf', archive, '-C', directory]);
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  return directory;
}
