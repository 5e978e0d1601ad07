import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Expected, expectation, fits } from '../../../simulators/simulate/language/expectation.ts';
import { findStories } from '../../../simulators/simulate/language/find-stories.ts';
import { readSolutionFile } from '../../../simulators/solution/read/read-solution-file.ts';
import type { Solution } from '../../../simulators/solution/solution.ts';
import { type Performance, perform } from '../../simulators/solution/performance.ts';

/*
 * Small solutions of which it is known what is right. They are no part of this project: `npm run test:judges` says so
 * where they are absent.
 */

const folder = process.env.SOLUTION_CASES ?? '../shared/solutions';

export interface Case {
  readonly name: string;
  readonly zip: string;
  readonly right: string;
  readonly story: string | undefined;
}

export const cases: readonly Case[] = readdirSync(folder)
  .sort()
  .map((name) => {
    const story = join(folder, name, 'story.yaml');
    return {
      name,
      zip: join(folder, name, 'solution.zip'),
      right: readFileSync(join(folder, name, 'RIGHT.txt'), 'utf8').trim(),
      story: existsSync(story) ? story : undefined,
    };
  });

export const solutionOf = ({ zip }: Case): Promise<Solution> => readSolutionFile(zip);

/** Rejects with the step that did not go as the story says. */
export async function playsItsStory(each: Case): Promise<void> {
  await play(perform(await solutionOf(each)), each);
}

/** What kept topics from going on, however the story goes. */
export async function problemsOf(each: Case): Promise<string> {
  const played = perform(await solutionOf(each));
  await play(played, each).catch((cause: unknown) => {
    if (!(cause instanceof NotRead)) throw cause;
  });
  return played.problems.join('\n');
}

class NotRead extends Error {}

async function play(played: Performance, each: Case): Promise<void> {
  const [story] = await findStories([each.story ?? '']);
  const unread: string[] = [...(await played.starts())];
  for (const { key, value } of story?.steps ?? []) {
    if (key === 'customer says') unread.push(...(await played.says(String(value))));
    else for (const expected of expectation.parse(value)) read(unread, expected, played);
  }
}

function read(unread: string[], expected: Expected, { problems }: Performance): void {
  const at = unread.findIndex((text) => fits({ text }, expected));
  if (at === -1)
    throw new NotRead(
      `${JSON.stringify(expected)} is not in ${JSON.stringify(unread)}; ${problems.join('; ')}`,
    );
  unread.splice(0, at + 1);
}
