import { countOf, type Run } from './run.ts';

/** 0 all passed, 1 a story failed, 2 something could not be played, 3 stories were left out and all were required. */
export type ExitCode = 0 | 1 | 2 | 3;

export function exitCodeOf(runs: readonly Run[], { requireAll }: { readonly requireAll: boolean }): ExitCode {
  const leftOut = countOf(runs, 'left out');
  if (countOf(runs, 'not played') > 0) return 2;
  if (countOf(runs, 'failed') > 0) return 1;
  if (requireAll && leftOut > 0) return 3;
  return leftOut === runs.length ? 2 : 0;
}
