import type { Results } from '../measure.ts';
import type { SubjectName } from '../subjects.ts';
import { figureOf, rows, type Verdict } from './metrics.ts';

const number = (value: number): string => {
  if (Number.isNaN(value)) return '-';
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
};

/** All figures of all subjects, one line a row, as Markdown. */
export function figuresTable(all: ReadonlyMap<SubjectName, Results>): string {
  const names = [...all.keys()];
  return markdown([
    ['', ...names],
    ...rows.map((row) => [
      `${row.name}, ${row.unit}`,
      ...[...all.values()].map((results) => number(figureOf(row, results))),
    ]),
  ]);
}

/** The promised ratios and those that were found, as Markdown. */
export function goalsTable(verdicts: readonly Verdict[]): string {
  return markdown([
    ['', 'of', 'against', 'goal', 'found', ''],
    ...verdicts.map(({ row, goal, ratio, holds }) => [
      row.name,
      goal.on,
      goal.against,
      goal.atLeast === undefined ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`,
      ratio.toFixed(2),
      holds ? 'holds' : 'does not hold',
    ]),
  ]);
}

export function markdown(lines: readonly (readonly string[])[]): string {
  const widths =
    lines[0]?.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const written = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [written[0], rule, ...written.slice(1)].join('\n');
}
