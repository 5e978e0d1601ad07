import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(new URL('docs/', root), { recursive: true })
    .map((name) => `docs/${name}`)
    .filter((name) => name.endsWith('.md')),
];

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '');

/** A heading's anchor as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsIn = (page: URL): readonly string[] =>
  [...withoutCode(readFileSync(page, 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );

/** The links of a page that lead to a file or a heading that is not there. */
function brokenIn(page: string): readonly string[] {
  const at = new URL(page, root);
  const links = [...withoutCode(readFileSync(at, 'utf8')).matchAll(/\]\(([^()\s]+)\)/g)];
  return links
    .map(([, link = '']) => link)
    .filter((link) => !/^(https?|mailto):/.test(link))
    .filter((link) => {
      const { hash, href } = new URL(link, at);
      const file = new URL(href.slice(0, href.length - hash.length));
      if (!existsSync(file)) return true;
      return file.pathname.endsWith('.md') && hash !== '' && !anchorsIn(file).includes(hash.slice(1));
    });
}

/** Lines of a table that a blank line has cut off from its head. */
function strayRowsIn(page: string): readonly string[] {
  const lines = withoutCode(readFileSync(new URL(page, root), 'utf8')).split('\n');
  return lines.filter(
    (line, index) =>
      line.startsWith('|') && lines[index - 1] === '' && !/^\|[\s:|-]+\|$/.test(lines[index + 1] ?? ''),
  );
}

describe('A page', () => {
  it.each(pages)('links to files and headings that are there: %s', (page) => {
    expect(brokenIn(page)).toEqual([]);
  });

  it.each(pages)('has no row outside of a table: %s', (page) => {
    expect(strayRowsIn(page)).toEqual([]);
  });

  it('has its links read', () => {
    expect(anchorsIn(new URL('docs/settings.md', root))).toContain('settings');
    expect(brokenIn('docs/settings.md')).toEqual([]);
  });
});
