import type { Story } from '../language/story.ts';
import type { Played } from '../play/played.ts';

/** One story that was to be played, and what became of it. */
export interface Run {
  readonly story: Story;
  readonly seed: string;
  /** Which one of several times, from 1; absent when it is played once. */
  readonly time?: number;
  readonly result:
    | { readonly is: 'played'; readonly played: Played }
    /** It should have been, and could not. */
    | { readonly is: 'not played'; readonly why: string }
    /** It was not to be, for a reason. */
    | { readonly is: 'left out'; readonly line?: number; readonly why: string };
}

/** `passed` and `failed` of those that were played. */
export type RunVerdict = 'passed' | 'failed' | 'not played' | 'left out';

/** How a story went, in a word or two. */
export const verdictOf = ({ result }: Run): RunVerdict =>
  result.is === 'played' ? result.played.verdict.is : result.is;

export const countOf = (runs: readonly Run[], verdict: RunVerdict): number =>
  runs.filter((run) => verdictOf(run) === verdict).length;

/** The story's title, with the number of the time where there are several. */
export const titleOf = ({ story, time }: Run): string =>
  time === undefined ? story.title : `${story.title} (time ${time})`;

/** Where in its file a run came to its verdict, and why; absent when it passed. */
export function troubleOf({
  result,
  story,
}: Run): { readonly line: number; readonly why: string } | undefined {
  if (result.is !== 'played') return { line: ('line' in result && result.line) || 1, why: result.why };
  const { verdict } = result.played;
  return verdict.is === 'passed'
    ? undefined
    : { line: verdict.line || (story.steps[0]?.line ?? 1), why: verdict.why };
}

/** The first line of what went wrong. */
export const inOneLine = (why: string): string => why.split('\n')[0] ?? '';
