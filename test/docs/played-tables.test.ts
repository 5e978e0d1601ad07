import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageOfPlayed, playedEnumerations, playedFile } from '../../scripts/played-tables.ts';

describe('The tables of what is played', () => {
  const page = readFileSync(playedFile, 'utf8');

  it('say what the player declares; `npm run played` writes them', () => {
    expect(page).toContain('| `SendActivity` |');
    expect(page).toContain('| `DateDiff` | 2–3 |');
    expect(pageOfPlayed()).toBe(page);
  });

  it('name a test for each kind of action, trigger and function', () => {
    const rows = page.split('\n').filter((line) => /^\| `\w+` \|/.test(line));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
  });

  it.each(playedEnumerations)('name the enumeration %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });
});
