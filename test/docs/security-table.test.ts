import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const rows = readFileSync(new URL('SECURITY.md', root), 'utf8')
  .split('\n')
  .filter((line) => /^\| S\d+ \|/.test(line))
  .map((line) => line.split(' | '))
  .map(([number = '', , , proof = '']) => ({ number: number.replace('| ', ''), proof }));
const proofs = rows.flatMap(({ number, proof }) =>
  [...proof.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({
    number,
    file,
    title,
  })),
);

describe('The table of threats in SECURITY.md', () => {
  it('has a row for each attack, and in each a test or a plain "not yet"', () => {
    const numbers = rows.map(({ number }) => Number(number.slice(1)));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(numbers).toEqual(expect.arrayContaining(Array.from({ length: 25 }, (_, at) => at + 1)));
    for (const { number, proof } of rows) expect(proof, number).toMatch(/^(not yet|`test\/.+`.+) \|$/);
  });

  it.each(proofs)('$number: $file has the test "$title"', ({ file, title }) => {
    const url = new URL(file, root);
    expect(existsSync(url)).toBe(true);
    const source = readFileSync(url, 'utf8');
    expect([`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => source.includes(quoted))).toBe(true);
  });
});
