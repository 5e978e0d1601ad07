import { relative } from 'node:path';
import { printable } from '../../../src/domain/printable.ts';
import type { StoryMistake } from '../language/no-story.ts';
import type { Run } from './run.ts';
import { titleOf, troubleOf, verdictOf } from './run.ts';

/* https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */

/** What GitHub shows at the lines of stories that failed; empty elsewhere than in a workflow of GitHub. */
export const annotationsOf = (runs: readonly Run[]): string =>
  annotations(
    runs.flatMap((run) => {
      const trouble = troubleOf(run);
      const level = verdictOf(run) === 'left out' ? 'notice' : 'error';
      if (!trouble) return [];
      return [{ level, file: run.story.file, line: trouble.line, title: titleOf(run), text: trouble.why }];
    }),
  );

/** The same for files that are no stories. */
export const annotationsOfMistakes = (mistakes: readonly StoryMistake[]): string =>
  annotations(mistakes.map((each) => ({ ...each, level: 'error', title: 'This is no story' })));

interface Annotation extends StoryMistake {
  readonly level: string;
  readonly title: string;
}

function annotations(all: readonly Annotation[]): string {
  const { GITHUB_ACTIONS, GITHUB_WORKSPACE = process.cwd() } = process.env;
  if (GITHUB_ACTIONS !== 'true') return '';
  return all
    .map(({ level, file, line = 1, title, text }) => {
      const place = `file=${property(relative(GITHUB_WORKSPACE, file))},line=${line}`;
      return `::${level} ${place},title=${property(title)}::${data(text)}\n`;
    })
    .join('');
}

/** What ends a command, or a property of one, is written as a number. */
const data = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
