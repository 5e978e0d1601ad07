import { escaped } from '../../markup/escaped.ts';
import type { Clause, Failed } from '../run/clause.ts';
import { countsOf, type Run } from './summary.ts';

/** JUnit's XML, as build servers read it: one test case for each clause. */
export function junitReport(run: Run): string {
  const { failed, 'not-run': skipped } = countsOf(run.clauses);
  const counts = `tests="${run.clauses.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${seconds(run.ms)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="verify-live-chat" ${counts}>
<testsuite name="${escaped(`${run.kind} ${run.url}`)}" ${counts} timestamp="${run.startedAt.toISOString()}">
${run.clauses.map(testCase).join('\n')}
</testsuite>
</testsuites>
`;
}

function testCase(clause: Clause): string {
  const attributes = `classname="live-chat.${clause.group}" name="${escaped(clause.name)}"`;
  switch (clause.outcome) {
    case 'passed':
      return `<testcase ${attributes} time="${seconds(clause.ms)}"/>`;
    case 'failed':
      return `<testcase ${attributes} time="${seconds(clause.ms)}"><failure message="${escaped(clause.cause)}">${escaped(details(clause))}</failure></testcase>`;
    case 'not-run':
      return `<testcase ${attributes} time="0"><skipped message="${escaped(clause.cause)}"/></testcase>`;
  }
}

function details({ advice, differences }: Failed): string {
  const lines = differences.map(
    ({ where, expected, received }) => `${where}: expected ${expected}, received ${received}`,
  );
  return [advice, ...lines].join('\n');
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
