import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pagesWithTables } from '../../scripts/live-chat-tables.ts';
import { vendors } from '../../src/adapters/live-chat/vendors.ts';

describe('The tables of live chats', () => {
  const pages = pagesWithTables();

  it('say what the adapters declare; `npm run live-chats` writes them', () => {
    expect(pages).toHaveLength(vendors.length + 1);
    for (const { file, text } of pages) expect(readFileSync(file, 'utf8'), file.pathname).toBe(text);
  });

  it('have a row in the README for each live chat that can be chosen', () => {
    const [readme] = pages;
    for (const { kind, profile } of vendors) {
      expect(readme?.text).toContain(`| [${profile.title}](docs/live-chats/${kind}.md) \`${kind}\` |`);
    }
  });
});
