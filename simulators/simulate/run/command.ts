import { printable } from '../../../src/domain/printable.ts';
import { defaultKind } from '../../live-chat/vendors.ts';
import { aboutSolution } from '../../solution/about/about-solution.ts';
import { readSolutionFile } from '../../solution/read/read-solution-file.ts';
import { runAgainst } from '../against/run-against.ts';
import { findStories } from '../language/find-stories.ts';
import { NoStory } from '../language/read-story.ts';
import type { Story } from '../language/story.ts';
import type { SolutionFile } from '../play/player-messages.ts';
import { record } from '../record/record.ts';
import { writeReport } from '../report/write-report.ts';
import { verbs } from '../verbs/verbs.ts';
import { firstStories } from './first-stories.ts';
import { type SimulateOptions, simulateOptions, usage } from './options.ts';
import type { Output } from './output.ts';
import { progress } from './progress.ts';
import { runStories } from './run-stories.ts';
import { table, verdictOf } from './table.ts';
import { withCaller } from './with-caller.ts';
import { withLiveChat } from './with-live-chat.ts';

/** Resolves with the exit code: 0 all passed, 1 a story failed, 2 nothing could be played. */
export async function simulate(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  const options = optionsOf(args);
  if ('wrong' in options) {
    output.write(printable(`${options.wrong}\n\n${usage}`));
    return 2;
  }
  if (options.help || options.verbs) {
    output.write(options.help ? usage : listOfVerbs());
    return 0;
  }
  try {
    if (options.record === undefined) return await play(options, output);
    const { record: file, liveChat } = options;
    await record(file, output, { ended: interrupted(), ...(liveChat !== undefined && { liveChat }) });
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    output.write(printable(`${error.message}\n`));
    return 2;
  }
}

function optionsOf(args: readonly string[]): SimulateOptions | { readonly wrong: string } {
  try {
    return simulateOptions(args);
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function play(
  { paths, seed, atOnce, report, against, liveChat, calledAs, ...options }: SimulateOptions,
  output: Output,
): Promise<0 | 1 | 2> {
  const solution = solutionIn(options);
  // One that cannot be read is better known before anything is played.
  const known = solution && (await readSolutionFile(solution.path, solution));
  if (known) output.write(printable(`${aboutSolution(known)}\n`));
  const found = await findStories(paths ?? (known ? [await firstStories(known, output)] : [ownStories]));
  const stories = storiesWith(found, { liveChat, calledAs }, output);
  if (stories.length === 0) throw new NoStory([`there are no stories in ${paths?.join(', ') ?? ownStories}`]);
  const startedAt = new Date();
  const shown = progress(stories, output);
  const runs =
    against === undefined
      ? await runStories(stories, {
          seed,
          atOnce,
          ...(solution !== undefined && { solutionFile: solution }),
          ...shown,
        })
      : await runAgainst(against, stories, shown);
  shown.clear();
  output.write(printable(table(runs, seed)));
  if (report !== undefined) await writeReport(runs, { directory: report, seed, startedAt });
  if (runs.some((run) => verdictOf(run) === 'not played')) return 2;
  return runs.some((run) => verdictOf(run) === 'failed') ? 1 : 0;
}

const ownStories = 'simulators/scenarios';

function solutionIn({
  solution,
  agent,
}: Pick<SimulateOptions, 'solution' | 'agent'>): SolutionFile | undefined {
  return solution === undefined ? undefined : { path: solution, ...(agent !== undefined && { agent }) };
}

/** Those that live chat and caller allow, which are each story's own unless told; of the others it is said why. */
function storiesWith(
  found: readonly Story[],
  { liveChat, calledAs }: Pick<SimulateOptions, 'liveChat' | 'calledAs'>,
  output: Output,
): readonly Story[] {
  return found.flatMap((story) => {
    const kind = liveChat ?? story.settings.liveChat ?? defaultKind;
    const called = withCaller(story, calledAs);
    const fit = called.is === 'played' ? withLiveChat(called.story, kind) : called;
    if (fit.is === 'played') return [fit.story];
    output.write(printable(`  – ${story.title}: ${fit.why}\n`));
    return [];
  });
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const listOfVerbs = (): string =>
  verbs.map(({ words, about, example }) => `${words}\n    ${about}\n    ${example}\n`).join('');
