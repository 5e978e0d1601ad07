import { junitXml, type TestOutcome } from '../../report/junit.ts';
import type { Run } from '../run/run-stories.ts';

/** One test case for each story. */
export function junitReport(runs: readonly Run[], startedAt: Date): string {
  return junitXml({
    name: 'simulate',
    suite: 'simulate',
    startedAt,
    ms: runs.reduce((sum, run) => sum + msOf(run), 0),
    cases: runs.map((run) => ({
      className: run.story.file,
      name: run.story.title,
      ms: msOf(run),
      outcome: outcomeOf(run),
    })),
  });
}

const msOf = ({ result }: Run): number => (result.is === 'played' ? result.played.ms : 0);

function outcomeOf({ result }: Run): TestOutcome {
  if (result.is === 'not played') return { is: 'error', why: 'could not be played', details: result.why };
  const { verdict } = result.played;
  switch (verdict.is) {
    case 'passed':
      return { is: 'passed' };
    case 'failed': {
      const why = `line ${verdict.line}: ${verdict.why.split('\n')[0] ?? ''}`;
      return { is: 'failure', why, details: verdict.why };
    }
    case 'not possible':
      return { is: 'skipped', why: verdict.why };
  }
}
