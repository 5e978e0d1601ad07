import { escaped } from '../../markup/escaped.ts';
import type { Run } from '../run/run-stories.ts';
import { verdictOf } from '../run/table.ts';

/** JUnit's XML, as build servers read it: one test case for each story. */
export function junitReport(runs: readonly Run[], startedAt: Date): string {
  const count = (wanted: string) => runs.filter((run) => verdictOf(run) === wanted).length;
  const time = seconds(runs.reduce((sum, run) => sum + msOf(run), 0));
  const counts = `tests="${runs.length}" failures="${count('failed')}" errors="${count('not played')}" skipped="${count('not possible')}" time="${time}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="simulate" ${counts}>
<testsuite name="simulate" ${counts} timestamp="${startedAt.toISOString()}">
${runs.map(testCase).join('\n')}
</testsuite>
</testsuites>
`;
}

const msOf = ({ result }: Run): number => (result.is === 'played' ? result.played.ms : 0);
const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function testCase(run: Run): string {
  const { story, result } = run;
  const attributes = `classname="${escaped(story.file)}" name="${escaped(story.title)}" time="${seconds(msOf(run))}"`;
  if (result.is === 'not played')
    return `<testcase ${attributes}><error message="could not be played">${escaped(result.why)}</error></testcase>`;
  const { verdict } = result.played;
  switch (verdict.is) {
    case 'passed':
      return `<testcase ${attributes}/>`;
    case 'failed':
      return `<testcase ${attributes}><failure message="${escaped(`line ${verdict.line}: ${verdict.why.split('\n')[0] ?? ''}`)}">${escaped(verdict.why)}</failure></testcase>`;
    case 'not possible':
      return `<testcase ${attributes}><skipped message="${escaped(verdict.why)}"/></testcase>`;
  }
}
