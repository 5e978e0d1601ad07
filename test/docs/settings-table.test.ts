import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readmeFile, readmeWithSettings } from '../../scripts/settings-table.ts';
import { allSettings } from '../../src/config/owners.ts';

describe('The table of settings', () => {
  const readme = readFileSync(readmeFile, 'utf8');

  it('says what the owners of the settings declare; `npm run settings` writes it', () => {
    expect(readme).toContain('| `HANDOFF_PUBLIC_URL` | required |');
    expect(readmeWithSettings()).toBe(readme);
  });

  it('has one row for each setting with a description, and none for others', () => {
    for (const [name, { description }] of allSettings) {
      const rows = readme.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
      expect(rows, name).toHaveLength(description === undefined ? 0 : 1);
    }
  });
});
