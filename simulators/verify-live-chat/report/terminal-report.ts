import { styleText } from 'node:util';
import type { Clause, Group } from '../run/clause.ts';
import { countsOf, groupTitles, type Run, uncheckedOf, verdictOf } from './summary.ts';

export interface Paper {
  write(text: string): void;
  /** Whether colours can be shown. */
  readonly isColoured: boolean;
}

const signs = {
  passed: { text: 'passed', colour: 'green' },
  failed: { text: 'FAILED', colour: 'red' },
  'not-run': { text: 'not run', colour: 'yellow' },
} as const;

/** One line as soon as a clause is decided. */
export function progressLine(clause: Clause, number: number, paper: Paper): string {
  const ms = clause.outcome === 'not-run' ? '' : ` (${clause.ms} ms)`;
  return `  ${String(number).padStart(3)}  ${sign(clause, paper)}  ${clause.name}${ms}\n`;
}

/** The table at the end: what failed and what was not run with the cause in a line, and the counts. */
export function terminalTable(run: Run, paper: Paper): string {
  const groups = (['api', 'promises', 'callbacks'] as const).map((group) => groupTable(group, run, paper));
  return `\n${groups.join('')}${verdictLines(run, paper)}\n`;
}

function groupTable(group: Group, { clauses }: Run, paper: Paper): string {
  const rows = clauses.filter((clause) => clause.group === group);
  if (rows.length === 0) return '';
  return `  ${bold(groupTitles[group], paper)}\n${rows.map((clause) => row(clause, paper)).join('')}\n`;
}

function row(clause: Clause, paper: Paper): string {
  const first = `    ${sign(clause, paper)}  ${clause.name}\n`;
  switch (clause.outcome) {
    case 'passed':
      return first;
    case 'failed':
      return `${first}             cause: ${clause.cause}\n             mend:  ${clause.advice}\n`;
    case 'not-run':
      return `${first}             ${clause.cause}. ${clause.advice}\n`;
  }
}

function verdictLines(run: Run, paper: Paper): string {
  const { passed, failed, 'not-run': notRun } = countsOf(run.clauses);
  const counts = `${passed} passed, ${failed} failed, ${notRun} not run, in ${(run.ms / 1000).toFixed(1)} s`;
  return `${verdictLine(run, counts, paper)}${leftOpen(run, paper)}`;
}

function leftOpen({ notEnded }: Run, paper: Paper): string {
  if (notEnded === 0) return '';
  return `  ${coloured('yellow', `${notEnded} of the sessions that were opened could not be ended: end them at the desk.`, paper)}\n`;
}

function verdictLine(run: Run, counts: string, paper: Paper): string {
  switch (verdictOf(run)) {
    case 'kept':
      return `  ${coloured('green', 'The contract is kept.', paper)} ${counts}\n`;
    case 'partly':
      return `  ${coloured('yellow', 'What was checked is as agreed.', paper)} ${counts}\n  Not checked: ${uncheckedOf(run).join('; ')}\n`;
    case 'broken':
      return `  ${coloured('red', 'The contract is broken.', paper)} ${counts}\n`;
    case 'not-checked':
      return `  ${coloured('yellow', 'Nothing was checked.', paper)} ${counts}\n`;
  }
}

const sign = ({ outcome }: Clause, paper: Paper): string =>
  coloured(signs[outcome].colour, signs[outcome].text.padEnd(7), paper);

const bold = (text: string, paper: Paper): string => coloured('bold', text, paper);

function coloured(style: 'green' | 'red' | 'yellow' | 'bold', text: string, { isColoured }: Paper): string {
  return isColoured ? styleText(style, text, { validateStream: false }) : text;
}
