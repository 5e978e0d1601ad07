import { CALLBACKS } from '../callbacks/callback-direction.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Clause, Group } from '../run/clause.ts';

/** A run as the reports show it. */
export interface Run {
  readonly url: string;
  readonly contract: Pick<Contract, 'kind' | 'hasPromises'>;
  /** Only clauses whose names contain one of these were tried; all when empty. */
  readonly only: readonly string[];
  readonly startedAt: Date;
  readonly ms: number;
  readonly clauses: readonly Clause[];
  /** Sessions that were opened and would not end. */
  readonly notEnded: number;
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

/** `partly`: what was checked is as agreed, and something that every handoff needs was not checked. */
export type Verdict = 'kept' | 'partly' | 'broken' | 'not-checked';

/** A run in which nothing was tried proves nothing. */
export function verdictOf(run: Run): Verdict {
  const { passed, failed } = countsOf(run.clauses);
  if (failed > 0) return 'broken';
  if (passed === 0) return 'not-checked';
  return uncheckedOf(run).length > 0 ? 'partly' : 'kept';
}

/** What every handoff needs and this run has not looked at, each as the end of a sentence. */
export function uncheckedOf(run: Run): readonly string[] {
  const { only } = run;
  if (only.length > 0)
    return [`whatever has not ${only.map((text) => `“${text}”`).join(' or ')} in its name`];
  return uncheckedCallbacksOf(run);
}

/** The same of callbacks alone, whichever clauses were chosen. */
export function uncheckedCallbacksOf({ clauses, contract }: Run): readonly string[] {
  const hasPassed = (name: string): boolean =>
    clauses.some((clause) => clause.outcome === 'passed' && clause.name === name);
  if (!hasPassed('a callback of the type message')) return [CALLBACKS];
  return contract.hasPromises && !hasPassed('every callback is signed')
    ? ['whether the callbacks are signed']
    : [];
}
