import { describe, expect, it } from 'vitest';
import { isMoment, type Moment } from '../../../simulators/solution/power-fx/dates/moment.ts';
import { evaluate } from '../../../simulators/solution/power-fx/evaluate.ts';
import { parseExpression } from '../../../simulators/solution/power-fx/parse.ts';
import { isTable, PowerFxError, type Value } from '../../../simulators/solution/power-fx/value.ts';
import { type PublishedCase, publishedCases } from './published-cases.ts';

/** As the published runner prints values. */
function printed(value: Value): string {
  if (value === null) return 'Blank()';
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`;
  if (typeof value !== 'object') return String(value);
  if (isMoment(value)) return printedMoment(value);
  if (isTable(value)) return `Table(${value.map(printed).join(',')})`;
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${/^\w+$/.test(name) ? name : `'${name}'`}:${printed(field)}`).join(',')}}`;
}

function printedMoment({ '@moment': type, '@at': at }: Moment): string {
  const [day = '', time = ''] = new Date(at).toISOString().replace('Z', '').split('T');
  const date = day.split('-').map(Number);
  const [hour = '', minute = '', seconds = ''] = time.split(':');
  const clock = [hour, minute, ...seconds.split('.')].map(Number);
  switch (type) {
    case 'Date':
      return `Date(${date.join(',')})`;
    case 'Time':
      return `Time(${clock.join(',')})`;
    case 'DateTime':
      return `DateTime(${[...date, ...clock].join(',')})`;
  }
}

type Judged = { readonly is: 'right' | 'refused' } | { readonly is: 'wrong'; readonly what: string };

function judged({ place, source, expected }: PublishedCase): Judged {
  try {
    const names = { now: Date.parse('2026-01-31T09:30:00Z'), scope: () => undefined };
    const found = printed(evaluate(parseExpression(source), names));
    if (found === expected || areClose(found, expected)) return { is: 'right' };
    return { is: 'wrong', what: `${place}: ${source}: ${found}, not ${expected}` };
  } catch (cause) {
    if (!(cause instanceof PowerFxError)) throw cause;
    return { is: 'refused' };
  }
}

/** Numbers here are floating-point ones; the published ones have 28 digits. */
function areClose(found: string, expected: string): boolean {
  const [one, other] = [Number(found), Number(expected)];
  return Math.abs(one - other) <= Math.abs(other) * 1e-12;
}

describe('The published cases of Power Fx', () => {
  const all = publishedCases.map(judged);
  const count = (wanted: Judged['is']) => all.filter(({ is }) => is === wanted).length;

  it('are many', () => {
    expect(all.length).toBeGreaterThan(1_000);
    expect(count('right')).toBeGreaterThan(0);
    process.stdout.write(
      `Power Fx: ${all.length} cases, ${count('right')} right, ${count('refused')} refused, ${count('wrong')} wrong\n`,
    );
  });

  it('are refused or have the published value', () => {
    expect(all.flatMap((each) => (each.is === 'wrong' ? [each.what] : []))).toEqual([]);
  });
});
