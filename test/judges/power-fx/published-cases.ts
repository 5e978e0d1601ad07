import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/* Microsoft's published test cases of Power Fx, files A to L. They are no part of this project. */

const folder = join(process.env.VENDOR_SPECS ?? '../shared/specs', 'power-fx');

/** An expression, and its value as the published runner prints it. */
export interface PublishedCase {
  readonly place: string;
  readonly source: string;
  readonly expected: string;
}

/** A host that chooses otherwise: other numbers, other time zones than UTC, the rules of before, functions of its own. */
const otherHosts =
  /disable:|NumberIsFloat|DecimalSupport|TimeZoneInfo\((?!"UTC")|TestSetup|Blob|EnableExpressionChaining/;

export const publishedCases: readonly PublishedCase[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) => casesIn(name, readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, '')));

function casesIn(name: string, text: string): readonly PublishedCase[] {
  const lines = text.split(/\r?\n/);
  const setup = lines.filter((line) => line.startsWith('#SETUP')).join(' ');
  if (otherHosts.test(setup)) return [];
  return lines.flatMap((line, index) => {
    if (!line.startsWith('>>')) return [];
    const rest = lines.slice(index + 1);
    const result = rest.findIndex((each) => each.trim() !== '' && !/^\s/.test(each));
    const source = [line.slice(2), ...rest.slice(0, result)].join('\n').trim();
    return [{ place: `${name}:${index + 1}`, source, expected: (rest[result] ?? '').trim() }];
  });
}
