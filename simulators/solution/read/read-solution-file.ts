import { readFile } from 'node:fs/promises';
import { SolutionProblem } from '../problem.ts';
import type { Solution } from '../solution.ts';
import { readSolution } from './read-solution.ts';

/** Reads the zip at `path`. Rejects with a {@link SolutionProblem} when there is none, or none that is a solution. */
export async function readSolutionFile(path: string): Promise<Solution> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new SolutionProblem({ file: path, line: 1 }, `cannot be read: ${why}`);
  });
  return readSolution(bytes);
}
