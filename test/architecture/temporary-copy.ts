import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file to put into the copy: its path from the root, and its text. */
export interface Planted {
  readonly file: string;
  readonly source: string;
}

export interface TemporaryCopy {
  readonly root: string;
  remove(): Promise<void>;
}

const copied = [
  'src',
  'simulators',
  'scripts',
  'package.json',
  'tsconfig.json',
  '.dependency-cruiser.mjs',
  'knip.json',
];

/** The tree as it is, with a few files more. The packages are shared with the original. */
export async function temporaryCopy(planted: readonly Planted[]): Promise<TemporaryCopy> {
  const root = await mkdtemp(join(tmpdir(), 'handoff-bridge-'));
  for (const path of copied) await cp(path, join(root, path), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'), 'dir');
  for (const { file, source } of planted) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), source, { flag: 'wx' });
  }
  return { root, remove: () => rm(root, { recursive: true }) };
}
