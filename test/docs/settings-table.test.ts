import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageWithSettings, settingsFile } from '../../scripts/settings-table.ts';
import { allSettings } from '../../src/config/owners.ts';

describe('The table of settings', () => {
  const page = readFileSync(settingsFile, 'utf8');

  it('says what the owners of the settings declare; `npm run settings` writes it', () => {
    expect(page).toContain('| `HANDOFF_PUBLIC_URL` | required |');
    expect(pageWithSettings()).toBe(page);
  });

  it('has one row for each setting with a description, and none for others', () => {
    for (const [name, { description }] of allSettings) {
      const rows = page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
      expect(rows, name).toHaveLength(description === undefined ? 0 : 1);
    }
  });
});
