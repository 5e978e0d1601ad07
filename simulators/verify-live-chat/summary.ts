import type { Clause, Group } from './clause.ts';

/** A run as the reports show it. */
export interface Run {
  readonly url: string;
  readonly kind: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly clauses: readonly Clause[];
}

export type Counts = Readonly<Record<Clause['outcome'], number>>;

export function countsOf(clauses: readonly Clause[]): Counts {
  const count = (outcome: Clause['outcome']) => clauses.filter((clause) => clause.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), 'not-run': count('not-run') };
}

export const groupTitles: Readonly<Record<Group, string>> = {
  api: 'What the live chat answers',
  promises: 'What holds for all of its answers',
  callbacks: 'What the live chat sends',
};

export type Verdict = 'kept' | 'broken' | 'not-checked';

/** A run in which nothing was tried proves nothing. */
export function verdictOf(clauses: readonly Clause[]): Verdict {
  const { passed, failed } = countsOf(clauses);
  if (failed > 0) return 'broken';
  return passed > 0 ? 'kept' : 'not-checked';
}
