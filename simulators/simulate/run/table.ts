import { countOf, type Run, type RunVerdict, titleOf, troubleOf, verdictOf } from './run.ts';

const marks: Readonly<Record<RunVerdict, string>> = {
  passed: '✓',
  failed: '✗',
  'left out': '–',
  'not played': '!',
};

/** A line for each story, then what went wrong, then the sum. */
export function table(runs: readonly Run[], seed: string): string {
  const width = Math.max(...runs.map((run) => titleOf(run).length));
  const lines = runs.map((run) => {
    const { result } = run;
    return `  ${marks[verdictOf(run)]} ${titleOf(run).padEnd(width)}  ${asides(result)}`.trimEnd();
  });
  return [...lines, '', ...runs.flatMap(toldTrouble), summary(runs, seed), ''].join('\n');
}

/** What stands behind the title: how long it took, or why it was left out. */
function asides(result: Run['result']): string {
  switch (result.is) {
    case 'played':
      return `${inSeconds(result.played.ms)}  ${inStory(result.played.storyMs)}`;
    case 'left out':
      return result.line === undefined ? result.why : `line ${result.line}: ${result.why}`;
    case 'not played':
      return '';
  }
}

function toldTrouble(run: Run): readonly string[] {
  const trouble = troubleOf(run);
  if (!trouble) return [];
  const { story, seed, time, result } = run;
  if (result.is === 'left out') return [];
  const again = time === undefined ? '' : `, seed ${seed}`;
  const head = `${story.file}:${trouble.line}: ${story.title}: ${verdictOf(run)}${again}`;
  return [head, indented(trouble.why), ''];
}

function summary(runs: readonly Run[], seed: string): string {
  const others = (['failed', 'left out', 'not played'] as const)
    .filter((each) => countOf(runs, each) > 0)
    .map((each) => `${countOf(runs, each)} ${each}`);
  return `${[`${countOf(runs, 'passed')} of ${runs.length} stories passed`, ...others].join(', ')}. Seed ${seed}.`;
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** How much time passed in the story. */
export function inStory(ms: number): string {
  if (ms < 60_000) return `(${Math.round(ms / 1000)} s in the story)`;
  if (ms < 3_600_000) return `(${Math.round(ms / 60_000)} min in the story)`;
  return `(${(ms / 3_600_000).toFixed(1)} h in the story)`;
}
