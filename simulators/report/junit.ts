import { escaped } from '../markup/escaped.ts';

/** A run as JUnit's XML shows it. Durations in milliseconds. */
export interface TestRun {
  /** The command. */
  readonly name: string;
  /** What it was run on. */
  readonly suite: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly ms: number;
  /** Where the case is written, for build servers that show it there. */
  readonly place?: { readonly file: string; readonly line: number };
  readonly outcome: TestOutcome;
}

export type TestOutcome =
  | { readonly is: 'passed' }
  | { readonly is: 'skipped'; readonly why: string }
  /** `failure`: not as expected. `error`: could not be tried. */
  | { readonly is: 'failure' | 'error'; readonly why: string; readonly details: string };

/** JUnit's XML, as build servers read it. */
export function junitXml({ name, suite, startedAt, ms, cases }: TestRun): string {
  const count = (wanted: TestOutcome['is']) => cases.filter(({ outcome }) => outcome.is === wanted).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds(ms)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${escaped(name)}" ${counts}>
<testsuite name="${escaped(suite)}" ${counts} timestamp="${startedAt.toISOString()}">
${cases.map(testCase).join('\n')}
</testsuite>
</testsuites>
`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function testCase({ className, name, ms, place, outcome }: TestCase): string {
  const at = place ? ` file="${escaped(place.file)}" line="${place.line}"` : '';
  const attributes = `classname="${escaped(className)}" name="${escaped(name)}" time="${seconds(ms)}"${at}`;
  switch (outcome.is) {
    case 'passed':
      return `<testcase ${attributes}/>`;
    case 'skipped':
      return `<testcase ${attributes}><skipped message="${escaped(outcome.why)}"/></testcase>`;
    case 'failure':
    case 'error':
      return `<testcase ${attributes}><${outcome.is} message="${escaped(outcome.why)}">${escaped(outcome.details)}</${outcome.is}></testcase>`;
  }
}
