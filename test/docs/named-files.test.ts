import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const atTop = readdirSync(root);
const files = [
  ...atTop,
  ...['src', 'simulators', 'test', 'scripts', 'bench', 'docs'].flatMap((part) =>
    readdirSync(new URL(`${part}/`, root), { recursive: true }).map((name) => `${part}/${name}`),
  ),
];
/** Every end of every path, from the last name to the whole. */
const known = new Set(
  files.flatMap((file) => file.split('/').map((_, place, parts) => parts.slice(place).join('/'))),
);
const pages = files.filter((name) => name.endsWith('.md') && !/^(simulators|test)\//.test(name));

/** `a/{b,c}.ts` names two files. */
function spelledOut(text: string): readonly string[] {
  const [, before = '', choices, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(text) ?? [];
  if (choices === undefined) return [text];
  return choices.split(',').flatMap((choice) => spelledOut(`${before}${choice}${after}`));
}

const isPath = (text: string) => /^[\w./{},-]+\.(ts|tsx|mjs|sql)$/.test(text) && !text.startsWith('/');

/** Whole paths, or only the end of one. */
const namedIn = (page: string): readonly string[] =>
  [...readFileSync(new URL(page, root), 'utf8').matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, text = '']) => text.split(' '))
    .filter(isPath)
    .flatMap(spelledOut);

describe('The files that a page names', () => {
  it.each(pages)('are there: %s', (page) => {
    expect(namedIn(page).filter((name) => !known.has(name))).toEqual([]);
  });

  it('are read from docs/reliability.md by the hundred', () => {
    expect(namedIn('docs/reliability.md').length).toBeGreaterThan(100);
  });
});
