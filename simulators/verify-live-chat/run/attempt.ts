import type { Exchange } from '../http/exchange.ts';
import type { Clause, Finding, Group } from './clause.ts';

export interface Attempt {
  readonly name: string;
  readonly group: Group;
  readonly recorder: Recorder;
  /** Resolves when the clause is kept; rejects with `Broken` or `NotTried`. */
  readonly work: () => Promise<void>;
}

/** Starts to note exchanges; the returned function answers with those since then. */
export type Recorder = () => () => readonly Exchange[];

/** Ends the work on a clause with what is wrong. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.cause);
    this.finding = finding;
  }
}

/** Ends the work on a clause that cannot be decided. */
export class NotTried extends Error {
  override readonly name = 'NotTried';
  readonly advice: string;

  constructor(cause: string, advice: string) {
    super(cause);
    this.advice = advice;
  }
}

export async function attempt({ name, group, recorder, work }: Attempt): Promise<Clause> {
  const exchanges = recorder();
  const startedAt = performance.now();
  const end = await work().catch((error: unknown) => error);
  const tried = { name, group, exchanges: exchanges(), ms: Math.round(performance.now() - startedAt) };
  if (end === undefined) return { ...tried, outcome: 'passed' };
  if (end instanceof Broken) return { ...tried, outcome: 'failed', ...end.finding };
  if (end instanceof NotTried)
    return { name, group, outcome: 'not-run', cause: end.message, advice: end.advice };
  throw end;
}
