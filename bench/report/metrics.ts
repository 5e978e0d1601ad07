import type { Measured, Results, Workload } from '../measure.ts';
import type { SubjectName } from '../subjects.ts';

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** One row of the table: how to get its figure from a round, and in which direction it is better. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly workload: Workload;
  readonly of: (measured: Measured) => number;
  /** What is promised of a store: so many times the reference, at least or at most. */
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly on: Extract<SubjectName, 'lowdb' | 'postgres'>;
  readonly against: Extract<SubjectName, 'sdk-style' | 'least-relay'>;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const rows: readonly Row[] = [
  {
    name: 'customer relays',
    unit: '/s',
    workload: 'customer',
    of: ({ perSecond }) => perSecond,
    goals: [
      { on: 'lowdb', against: 'sdk-style', atLeast: 4.5 },
      { on: 'postgres', against: 'sdk-style', atLeast: 1.3 },
    ],
  },
  {
    name: 'agent relays',
    unit: '/s',
    workload: 'agent',
    of: ({ perSecond }) => perSecond,
    goals: [
      { on: 'lowdb', against: 'sdk-style', atLeast: 3 },
      { on: 'postgres', against: 'sdk-style', atLeast: 1.1 },
    ],
  },
  {
    name: 'handoffs started',
    unit: '/s',
    workload: 'handoff',
    of: ({ perSecond }) => perSecond,
    goals: [
      { on: 'lowdb', against: 'sdk-style', atLeast: 3 },
      { on: 'postgres', against: 'sdk-style', atLeast: 1 },
    ],
  },
  {
    name: 'CPU per customer relay',
    unit: 'µs',
    workload: 'customer',
    of: ({ cpuMicros }) => cpuMicros,
    goals: [
      { on: 'lowdb', against: 'sdk-style', atMost: 0.22 },
      { on: 'lowdb', against: 'least-relay', atMost: 1.8 },
    ],
  },
  {
    name: 'CPU per agent relay',
    unit: 'µs',
    workload: 'agent',
    of: ({ cpuMicros }) => cpuMicros,
    goals: [
      { on: 'lowdb', against: 'sdk-style', atMost: 0.3 },
      { on: 'lowdb', against: 'least-relay', atMost: 2.1 },
    ],
  },
  {
    name: 'CPU per handoff',
    unit: 'µs',
    workload: 'handoff',
    of: ({ cpuMicros }) => cpuMicros,
    goals: [],
  },
  {
    name: 'CPU of load and peers, per customer relay',
    unit: 'µs',
    workload: 'customer',
    of: ({ loadCpuMicros }) => loadCpuMicros,
    goals: [],
  },
  {
    name: 'CPU of the database on top',
    unit: 'µs',
    workload: 'customer',
    of: ({ databaseCpuMicros }) => databaseCpuMicros,
    goals: [],
  },
  {
    name: 'ack p50',
    unit: 'ms',
    workload: 'fixed',
    of: ({ ack }) => ack.p50,
    goals: [],
  },
  {
    name: 'ack p99',
    unit: 'ms',
    workload: 'fixed',
    of: ({ ack }) => ack.p99,
    goals: [{ on: 'lowdb', against: 'sdk-style', atMost: 0.3 }],
  },
  {
    name: 'ack max',
    unit: 'ms',
    workload: 'fixed',
    of: ({ ack }) => ack.max,
    goals: [],
  },
  {
    name: 'end-to-end p50',
    unit: 'ms',
    workload: 'fixed',
    of: ({ endToEnd }) => endToEnd.p50,
    goals: [],
  },
  {
    name: 'end-to-end p99',
    unit: 'ms',
    workload: 'fixed',
    of: ({ endToEnd }) => endToEnd.p99,
    goals: [{ on: 'lowdb', against: 'sdk-style', atMost: 0.4 }],
  },
  {
    name: 'end-to-end max',
    unit: 'ms',
    workload: 'fixed',
    of: ({ endToEnd }) => endToEnd.max,
    goals: [],
  },
  {
    name: 'resident memory',
    unit: 'MB',
    workload: 'fixed',
    of: ({ residentMb }) => residentMb,
    goals: [{ on: 'lowdb', against: 'sdk-style', atMost: 0.7 }],
  },
];

/** The median of all rounds. */
export const figureOf = (row: Row, results: Results): number => median(results[row.workload].map(row.of));

export interface Verdict {
  readonly row: Row;
  readonly goal: Goal;
  readonly ratio: number;
  readonly holds: boolean;
}

/**
 * Whether what is promised of the stores holds, goal by goal. A round is compared with the reference's round beside it, which the
 * machine's slow moments hit as well; the median of these ratios counts.
 */
export function verdicts(all: ReadonlyMap<SubjectName, Results>): readonly Verdict[] {
  return rows.flatMap((row) =>
    row.goals.flatMap((goal) => {
      const [results, reference] = [all.get(goal.on), all.get(goal.against)];
      if (results === undefined || reference === undefined) return [];
      const beside = reference[row.workload].map(row.of);
      const ratio = median(
        results[row.workload].map((round, place) => row.of(round) / (beside[place] ?? Number.NaN)),
      );
      const holds = ratio >= (goal.atLeast ?? 0) && ratio <= (goal.atMost ?? Number.POSITIVE_INFINITY);
      return [{ row, goal, ratio, holds }];
    }),
  );
}
