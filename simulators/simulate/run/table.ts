import type { Verdict } from '../play/played.ts';
import type { Run } from './run-stories.ts';

const marks: Readonly<Record<Verdict['is'] | 'not played', string>> = {
  passed: '✓',
  failed: '✗',
  'not possible': '–',
  'not played': '!',
};

/** How a story went, in one word. */
export const verdictOf = ({ result }: Run): Verdict['is'] | 'not played' =>
  result.is === 'played' ? result.played.verdict.is : 'not played';

/** A line for each story, then what went wrong, then the sum. */
export function table(runs: readonly Run[], seed: string): string {
  const width = Math.max(...runs.map(({ story }) => story.title.length));
  const lines = runs.map((run) => {
    const { story, result } = run;
    const took =
      result.is === 'played' ? `${inSeconds(result.played.ms)}  ${inStory(result.played.storyMs)}` : '';
    return `  ${marks[verdictOf(run)]} ${story.title.padEnd(width)}  ${took}`.trimEnd();
  });
  const troubles = runs.flatMap(troubleOf);
  return [...lines, '', ...troubles, summary(runs, seed), ''].join('\n');
}

function troubleOf({ story, result }: Run): readonly string[] {
  if (result.is === 'not played') return [`${story.file}: could not be played`, indented(result.why), ''];
  const { verdict } = result.played;
  if (verdict.is === 'passed') return [];
  return [`${story.file}:${verdict.line}: ${story.title}: ${verdict.is}`, indented(verdict.why), ''];
}

function summary(runs: readonly Run[], seed: string): string {
  const count = (wanted: string) => runs.filter((run) => verdictOf(run) === wanted).length;
  const others = (['failed', 'not possible', 'not played'] as const)
    .filter((each) => count(each) > 0)
    .map((each) => `${count(each)} ${each}`);
  return `${[`${count('passed')} of ${runs.length} stories passed`, ...others].join(', ')}. Seed ${seed}.`;
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** How much time passed in the story. */
export function inStory(ms: number): string {
  if (ms < 60_000) return `(${Math.round(ms / 1000)} s in the story)`;
  if (ms < 3_600_000) return `(${Math.round(ms / 60_000)} min in the story)`;
  return `(${(ms / 3_600_000).toFixed(1)} h in the story)`;
}
