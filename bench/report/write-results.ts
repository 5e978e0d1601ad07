import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../machine.ts';
import type { Results } from '../measure.ts';
import type { Capacity, CommitCost } from '../storage/commit-cost.ts';
import type { SubjectName } from '../subjects.ts';
import { chart } from './chart.ts';
import { figureOf, rows, type Verdict } from './metrics.ts';

export interface BenchResults {
  readonly machine: Machine;
  readonly all: ReadonlyMap<SubjectName, Results>;
  readonly verdicts: readonly Verdict[];
  readonly commitCosts: Readonly<Record<string, readonly CommitCost[]>>;
  readonly capacity: Capacity | undefined;
}

const directory = fileURLToPath(new URL('../../docs/performance/', import.meta.url));

/** Writes the figures as JSON and as a chart beside the page that explains them. */
export async function writeResults({
  machine,
  all,
  verdicts,
  commitCosts,
  capacity,
}: BenchResults): Promise<void> {
  const figures = Object.fromEntries(
    [...all].map(([name, results]) => [
      name,
      {
        medians: Object.fromEntries(
          rows.map((row) => [`${row.name} (${row.unit})`, rounded(figureOf(row, results))]),
        ),
        rounds: results,
      },
    ]),
  );
  const goals = verdicts.map(({ row, goal, ratio, holds }) => ({
    row: row.name,
    ...goal,
    ratio: rounded(ratio),
    holds,
  }));
  const text = JSON.stringify({ machine, figures, goals, commitCosts, capacity }, undefined, 1);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'bench.json'), `${text}\n`);
  await writeFile(join(directory, 'bench.svg'), chart(all));
}

const rounded = (value: number): number => Number(value.toPrecision(4));
