import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = new URL('../../', import.meta.url);
const textOf = (file: string | URL) => readFileSync(new URL(file, root), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf('package.json')));

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(new URL('docs/', root), { recursive: true }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md') && !name.startsWith('docs/adr/'));

interface Command {
  readonly line: string;
  readonly script: string;
  /** Names alone, without `--`. */
  readonly options: readonly string[];
}

/** What stands in a block or between backticks, up to the comment. */
function commandsOn(page: string): readonly Command[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^ *```\w*\n(.*?)^ *```/gms)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const inline = [...text.replace(/^ *```.*?^ *```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...blocks, ...inline].flatMap((code) =>
    [...(code.split(/\s#/)[0] ?? '').matchAll(/npm run (?:-s )?([\w:-]+)((?: (?!&&)\S+)*)/g)].map(
      ([line, script = '', rest = '']) => ({
        line,
        script,
        options: [...rest.matchAll(/ --([a-z][\w-]*)/g)].map(([, name = '']) => name),
      }),
    ),
  );
}

/** The text of a script's entry and of all of our own files that it opens. */
function sourcesOf(script: string): string {
  const [entry] =
    /(?:scripts|simulators|bench|test)\/[\w./-]+\.(?:ts|mjs)(?!.*\.ts\b)/.exec(scripts[script] ?? '') ?? [];
  const seen = new Map<string, string>();
  function read(file: URL): void {
    if (seen.has(file.href) || !existsSync(file)) return;
    const text = textOf(file);
    seen.set(file.href, text);
    for (const [, name = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) read(new URL(name, file));
  }
  if (entry !== undefined) read(new URL(entry, root));
  return [...seen.values()].join('\n');
}

const sources = new Map<string, string>();
function knows(script: string, option: string): boolean {
  const text = sources.get(script) ?? sourcesOf(script);
  sources.set(script, text);
  return new RegExp(`\\b${option}: \\{|\\b${option}: z|['"\`]-{0,2}${option}\\b`).test(text);
}

describe('The commands that a page prints', () => {
  it.each(pages)('are there, with each option that they are given: %s', (page) => {
    const wrong = commandsOn(page).flatMap(({ line, script, options }) =>
      scripts[script] === undefined
        ? [`${line}: no such script`]
        : options.filter((option) => !knows(script, option)).map((option) => `${line}: no option ${option}`),
    );
    expect(wrong).toEqual([]);
  });

  it('are read by the dozen, and one that is not there is found', () => {
    const all = pages.flatMap(commandsOn);
    expect(all.length).toBeGreaterThan(60);
    expect(all.flatMap(({ options }) => options).length).toBeGreaterThan(30);
    expect(knows('simulate', 'seeed')).toBe(false);
    expect(knows('simulate', 'seed')).toBe(true);
  });
});
