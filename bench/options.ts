import { parseArgs } from 'node:util';
import { type SubjectName, subjectNames } from './subjects.ts';

export interface BenchOptions {
  readonly subjects: readonly SubjectName[];
  readonly rounds: number;
  /** Whether the stores are measured alone as well. */
  readonly stores: boolean;
  /** Where the JSON, the chart and the page go; absent when nothing is written. */
  readonly write: boolean;
  readonly help: boolean;
}

export const usage = `npm run bench [-- options]

  --rounds N            alternating rounds of each workload (default 5)
  --only NAMES          of ${subjectNames.join(', ')}; comma-separated
  --no-stores           leaves out what a commit costs at the stores alone
  --write               writes the figures to docs/performance
`;

/** Throws an Error whose message says what is wrong with the arguments. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: 'least-relay,sdk-style,lowdb,postgres,postgres-3' },
      stores: { type: 'boolean', default: true },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error('--rounds has to be a whole number of at least 1');
  const { stores, write, help } = values;
  return { subjects: values.only.split(',').map(subjectOf), rounds, stores, write, help };
}

function subjectOf(name: string): SubjectName {
  const subject = subjectNames.find((each) => each === name);
  if (subject === undefined) throw new Error(`--only knows ${subjectNames.join(', ')}, and not ${name}`);
  return subject;
}
