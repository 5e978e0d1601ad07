import { junitXml, type TestOutcome } from '../../report/junit.ts';
import type { Clause, Failed } from '../run/clause.ts';
import type { Run } from './summary.ts';

/** One test case for each clause. */
export function junitReport({ url, contract, startedAt, ms, clauses }: Run): string {
  return junitXml({
    name: 'verify-live-chat',
    suite: `${contract.kind} ${url}`,
    startedAt,
    ms,
    cases: clauses.map((clause) => ({
      className: `live-chat.${clause.group}`,
      name: clause.name,
      ms: clause.outcome === 'not-run' ? 0 : clause.ms,
      outcome: outcomeOf(clause),
    })),
  });
}

function outcomeOf(clause: Clause): TestOutcome {
  switch (clause.outcome) {
    case 'passed':
      return { is: 'passed' };
    case 'failed':
      return { is: 'failure', why: clause.cause, details: details(clause) };
    case 'not-run':
      return { is: 'skipped', why: clause.cause };
  }
}

function details({ advice, differences }: Failed): string {
  const lines = differences.map(
    ({ where, expected, received }) => `${where}: expected ${expected}, received ${received}`,
  );
  return [advice, ...lines].join('\n');
}
