import { printableLine } from '../../src/domain/printable.ts';
import { say } from '../say.ts';

/** The title of each column, and what it shows of a row. */
export type Columns<Row> = readonly (readonly [string, (row: Row) => string])[];

/** Prints rows below their titles, each column as wide as it has to be. */
export function sayTable<Row>(columns: Columns<Row>, rows: readonly Row[]): void {
  const lines = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, of]) => printableLine(of(row)))),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    say(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
