import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { SolutionProblem } from '../problem.ts';
import type { Solution } from '../solution.ts';
import type { Files } from './component.ts';
import { type ReadOptions, readFiles, readSolution } from './read-solution.ts';
import { isSolutionFile, rootOf } from './solution-paths.ts';
import { largestFile, largestTotal, mostFiles } from './unzip.ts';

/**
 * Reads the zip at `path`, or the folder of an unpacked solution or of `.mcs.yml` files. Rejects with a
 * {@link SolutionProblem} when there is none, or none that is a solution.
 */
export async function readSolutionFile(path: string, options: ReadOptions = {}): Promise<Solution> {
  try {
    if ((await stat(path)).isDirectory()) return readFiles(await filesIn(path), options);
    return readSolution(await readFile(path), options);
  } catch (cause) {
    if (cause instanceof SolutionProblem || !(cause instanceof Error) || !('code' in cause)) throw cause;
    throw new SolutionProblem({ file: path, line: 1 }, `cannot be read: ${String(cause.code)}`);
  }
}

async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(
      (entry) => entry.isFile() && !/(^|[\\/])(node_modules|\.git|\.mcs)([\\/]|$)/.test(entry.parentPath),
    )
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const root = rootOf(paths);
  if (root === undefined)
    throw new SolutionProblem({ file: folder, line: 1 }, 'has neither a solution.xml nor .mcs.yml files');
  const wanted = paths.filter((path) => path.startsWith(root) && isSolutionFile(path.slice(root.length)));
  if (wanted.length > mostFiles)
    throw new SolutionProblem({ file: folder, line: 1 }, `has more than ${mostFiles} files`);
  const files = new Map<string, string>();
  let total = 0;
  for (const path of wanted) {
    const { size } = await stat(join(folder, path));
    total += size;
    if (size > largestFile || total > largestTotal)
      throw new SolutionProblem({ file: path, line: 1 }, 'is larger than any agent');
    const text = await readFile(join(folder, path), 'utf8');
    files.set(path.slice(root.length), text.replace(/^\uFEFF/, ''));
  }
  return files;
}
