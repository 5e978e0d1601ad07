import { describe, expect, test } from 'vitest';
import { namesIn, type SourceFile, sourceFiles } from './source-files.ts';

/**
 * Bot Framework's words, which stay in adapters/callers, channels and bot-framework. `turn` alone is not among them: the copilot's turn,
 * with its budget, is a fact of the product. Nor is `lastActivityAt`, which means that somebody did something.
 */
const botFrameworkWords = /skill|activity|activities|turnContext|conversationReference/i;
const plainWords: ReadonlySet<string> = new Set(['lastActivityAt']);

function botFrameworkWordsIn(file: SourceFile): readonly string[] {
  return namesIn(file).filter((name) => botFrameworkWords.test(name) && !plainWords.has(name));
}

describe('the core', () => {
  test('speaks no word of Bot Framework', async () => {
    const core = await sourceFiles('src/domain', 'src/application');
    expect(core.length).toBeGreaterThan(20);
    expect(core.flatMap((file) => botFrameworkWordsIn(file).map((word) => `${file.path}: ${word}`))).toEqual(
      [],
    );
  });

  test.each([
    ['a type', 'export interface SkillCall {}', 'SkillCall'],
    ['a field', 'export type Said = { readonly activityId: string };', 'activityId'],
    ['a plural', 'export const activities = [];', 'activities'],
    ['a parameter', 'export const say = (turnContext: unknown) => turnContext;', 'turnContext'],
    ['a private field', 'export class Lane { #conversationReference = 1; }', '#conversationReference'],
    ['an import', "import { call } from '../skill-turn.ts';", '../skill-turn.ts'],
    ['a re-export', "export { call } from '../activity.ts';", '../activity.ts'],
  ])('is caught when it names %s so', (_, text, word) => {
    expect(botFrameworkWordsIn({ path: 'src/domain/probe.ts', text })).toContain(word);
  });

  test.each([
    ['a comment', '/** The skill calls this after any activity. */\nexport const one = 1;'],
    ['the time of the last thing done', 'export const lastActivityAt = 0;'],
    ["the budget of the copilot's turn", 'export const turnBudgetMs = 10_000;'],
  ])('may have %s', (_, text) => {
    expect(botFrameworkWordsIn({ path: 'src/domain/probe.ts', text })).toEqual([]);
  });
});

/** Words of one caller or one channel: they stay in its folder, and what shares code with it. */
const productWords = /teams|skill/i;

/** Every line counts, comments and sentences that customers read too. */
function productWordsIn({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, place) =>
    productWords.test(line) ? [`${path}:${place + 1} ${line.trim()}`] : [],
  );
}

describe('the core and the vendors', () => {
  test('name no caller and no channel', async () => {
    const files = await sourceFiles('src/domain', 'src/application', 'src/adapters/live-chat');
    expect(files.some(({ path }) => path.startsWith('src/adapters/live-chat/reference/'))).toBe(true);
    expect(files.flatMap(productWordsIn)).toEqual([]);
  });

  test.each([
    ['a value', "export const channel = 'msteams';"],
    ['a sentence', "export const told = 'A chat is possible in Microsoft Teams only.';"],
    ['a name', 'export type TeamsPerson = string;'],
    ['a comment', '/** What the skill passes on. */'],
  ])('are caught with %s', (_, text) => {
    expect(productWordsIn({ path: 'src/domain/probe.ts', text })).toEqual([`src/domain/probe.ts:1 ${text}`]);
  });
});
