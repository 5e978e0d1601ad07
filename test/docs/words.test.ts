import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { retiredIdentifiers, retiredPhrases, type Written, wordsIn } from './retired-words.ts';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8', maxBuffer: 10_000_000 }).split('\n');
const textOf = (file: string): string => readFileSync(file, 'utf8');

const isText = (file: string): boolean => /\.(ts|js|mjs|sql|md|ya?ml|html|css)$/.test(file);
const read = tracked.filter(
  (file) =>
    isText(file) &&
    (/^(src|docs|simulators)\//.test(file) || ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].includes(file)),
);

/** The titles of a test file, one a line. */
function titlesOf(file: string): string {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      let callee: ts.Expression = node.expression;
      while (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) callee = callee.expression;
      const [title] = node.arguments;
      if (title && /^(it|describe|test)$/.test(callee.getText()))
        titles.push(title.getText().split('\n')[0] ?? '');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true));
  return titles.join('\n');
}

const source = tracked
  .filter((file) => /^src\/.*\.(ts|sql)$/.test(file))
  .map(textOf)
  .join('\n');
const glossary = textOf('docs/glossary.md');
/** What stands in backticks in the first column, and in the paragraph of the metrics. */
const terms = [
  ...[...glossary.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, first = '']) => [
    ...first.matchAll(/`([^`]+)`/g),
  ]),
  ...glossary.matchAll(/`(handoff_\w+)`/g),
].map(([, term = '']) => term);

describe('The glossary', () => {
  it.each([...new Set(terms)])('explains only what src has: %s', (term) => {
    expect(source).toMatch(new RegExp(`(?<![\\w-])${term}(?![\\w-])`));
  });

  it('has every port type', () => {
    const ports = tracked
      .filter((file) => /^src\/application\/ports\/.*\.ts$/.test(file))
      .map(textOf)
      .join('\n');
    const types = [...ports.matchAll(/^export (?:interface|type|class) (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(types.length).toBeGreaterThan(50);
    expect(types.filter((name) => !terms.includes(name))).toEqual([]);
  });

  it('has every state, reason and outcome', () => {
    const declared = [
      'src/domain/handoff-session.ts',
      ...['delivery', 'live-chat', 'outbox', 'session-store'].map(
        (name) => `src/application/ports/${name}.ts`,
      ),
    ].map(textOf);
    const literals = declared
      .flatMap((text) => [
        ...[...text.matchAll(/readonly (?:status|outcome|as): ([^;\n}]+)/g)].flatMap(([, of = '']) => [
          ...of.matchAll(/'([\w-]+)'/g),
        ]),
        ...[
          ...text.matchAll(
            /^export (?:type|const) (?:Unavailability|EndReason|closingReasons|LiveChatAtEnd) = ([^;]+)/gm,
          ),
        ].flatMap(([, of = '']) => [...of.matchAll(/'([\w-]+)'/g)]),
      ])
      .map(([, literal = '']) => literal);
    expect(new Set(literals).size).toBeGreaterThan(20);
    expect([...new Set(literals)].filter((literal) => !terms.includes(literal))).toEqual([]);
  });

  it('has every metric', () => {
    const metricFiles = tracked
      .filter((file) => /^src\/adapters\/admin\/.*\.ts$/.test(file))
      .map(textOf)
      .join('\n');
    const metrics = new Set([...metricFiles.matchAll(/'(handoff_[a-z_]+)'/g)].map(([, name = '']) => name));
    expect(metrics.size).toBeGreaterThan(8);
    expect([...metrics].filter((name) => !terms.includes(name))).toEqual([]);
  });
});

describe('Retired words', () => {
  const files: readonly Written[] = read.map((file) => ({ file, text: textOf(file) }));

  it('stand in no sentence', () => {
    const titles = tracked
      .filter((file) => /^test\/.*\.ts$/.test(file) && file !== 'test/docs/words.test.ts')
      .map((file) => ({ file, text: titlesOf(file) }));
    expect([...files, ...titles].flatMap(retiredPhrases)).toEqual([]);
  });

  it('are part of no identifier and of no file name', () => {
    expect(files.flatMap(retiredIdentifiers)).toEqual([]);
  });

  it.each([
    ['whoever', '/** Whoever comes first. */'],
    ['lent', 'const lentLane = 1;'],
    ['lease book', 'class LeaseBook {}'],
    ['set aside', '// A record that was set aside.'],
    ['handed over', 'It was handed over to Teams.'],
    ['party', '// The party is away.'],
    ['theatre', 'const theTheatre = 1;'],
  ])('are found when they are planted (%s)', (_, text) => {
    const planted = { file: 'src/planted.ts', text };
    expect([...retiredPhrases(planted), ...retiredIdentifiers(planted)]).not.toEqual([]);
  });

  it('are found in a file name', () => {
    expect(retiredIdentifiers({ file: 'src/deliver/hand-over.ts', text: '' })).toHaveLength(1);
  });

  it('splits names at capitals, hyphens and underscores', () => {
    expect(wordsIn('leaseForMs is_held not-delivered')).toEqual([
      'lease',
      'for',
      'ms',
      'is',
      'held',
      'not',
      'delivered',
    ]);
  });
});
