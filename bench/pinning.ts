import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The processors that the measured program and everything around it have, each one of its own. */
export interface Pinning {
  /** A command that starts the program on its processor; what follows it are the program and its arguments. */
  readonly prefix: readonly string[];
  readonly program: number;
  readonly load: number;
}

/**
 * From now on this process, and what it starts, has a processor of its own, and the programs that are started with `prefix` the
 * other one. Absent where there are not two processors, or no `taskset`: then both share what there is.
 */
export function pinApart(): Pinning | undefined {
  const [program, load] = [0, 1];
  if (process.platform !== 'linux' || availableParallelism() < 2) return undefined;
  const moved = spawnSync('taskset', ['-a', '-c', '-p', String(load), String(process.pid)]);
  return moved.status === 0 ? { prefix: ['taskset', '-c', String(program)], program, load } : undefined;
}
