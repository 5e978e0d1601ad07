import { describe, expect, test } from 'vitest';
import { namesIn, type SourceFile, sourceFiles } from './source-files.ts';

/**
 * Bot Framework's words, which stay in adapters/copilot-studio. `turn` alone is not among them: the copilot's turn,
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
