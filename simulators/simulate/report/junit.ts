import { junitXml, type TestOutcome } from '../../report/junit.ts';
import { inOneLine, type Run, titleOf, troubleOf, verdictOf } from '../run/run.ts';

/** One test case for each time that a story is played, with the line at which it came to its verdict. */
export function junitReport(runs: readonly Run[], startedAt: Date): string {
  return junitXml({
    name: 'simulate',
    suite: 'simulate',
    startedAt,
    ms: runs.reduce((sum, run) => sum + msOf(run), 0),
    cases: runs.map((run) => ({
      className: run.story.file,
      name: titleOf(run),
      ms: msOf(run),
      place: { file: run.story.file, line: troubleOf(run)?.line ?? 1 },
      outcome: outcomeOf(run),
    })),
  });
}

const msOf = ({ result }: Run): number => (result.is === 'played' ? result.played.ms : 0);

function outcomeOf(run: Run): TestOutcome {
  const trouble = troubleOf(run);
  if (!trouble) return { is: 'passed' };
  const { line, why } = trouble;
  switch (verdictOf(run)) {
    case 'left out':
      return { is: 'skipped', why };
    case 'not played':
      return { is: 'error', why: 'could not be played', details: why };
    case 'passed':
    case 'failed':
      return { is: 'failure', why: `line ${line}: ${inOneLine(why)}`, details: why };
  }
}
