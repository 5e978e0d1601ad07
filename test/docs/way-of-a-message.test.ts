import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/architecture.md', 'utf8');
const [, way = ''] = /\n## The way of a message\n([\s\S]*?)\n### /.exec(page) ?? [];
const tracked = execFileSync('git', ['ls-files', 'src'], { encoding: 'utf8' }).split('\n');

const files = (drawing: string): readonly string[] =>
  [...drawing.matchAll(/\["([^":,]+\.ts)"\]/g)].map(([, file = '']) => file.replace('‹vendor›', 'reference'));

const drawings = [...way.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, drawing = '']) => files(drawing));

/** A row: its file, and the pure functions that it is said to call. */
const calls = [...way.matchAll(/^\| `(src\/[^`]+)` \|[^|]*\|([^|]*)\|$/gm)].flatMap(
  ([, file = '', functions = '']) =>
    [...functions.matchAll(/`(\w+)`/g)].map(([, name = '']) => ({ file, name })),
);

describe('The way of a message', () => {
  it.each([
    { of: 'a customer', drawing: drawings[0] ?? [] },
    { of: 'an agent', drawing: drawings[1] ?? [] },
  ])('of $of goes through at most eight files, each once, and all of them are there', ({ drawing }) => {
    expect(drawing.length).toBeGreaterThan(5);
    expect(drawing.length).toBeLessThanOrEqual(8);
    expect(new Set(drawing).size).toBe(drawing.length);
    for (const file of drawing)
      expect(
        tracked.filter((path) => path.endsWith(`/${file}`)),
        file,
      ).toHaveLength(1);
  });

  it('is drawn as the tables list it', () => {
    for (const file of drawings.flat()) expect(way).toMatch(new RegExp(`\`src/[^\`]*${file}\``));
  });

  it.each(calls)('calls $name in $file', ({ file, name }) => {
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`[^.\\w]${name}\\(|\\(${name},`));
  });

  it('names more than ten pure functions', () => {
    expect(calls.length).toBeGreaterThan(10);
  });
});
