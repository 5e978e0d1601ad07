import { printable } from '../../../src/domain/printable.ts';
import { aboutSolution } from '../../solution/about/about-solution.ts';
import { readSolutionFile } from '../../solution/read/read-solution-file.ts';
import { runAgainst } from '../against/run-against.ts';
import { findStories } from '../language/find-stories.ts';
import { NoStory } from '../language/no-story.ts';
import type { Story } from '../language/story.ts';
import type { SolutionFile } from '../play/player-messages.ts';
import { record } from '../record/record.ts';
import { writeReport } from '../report/write-report.ts';
import { verbs } from '../verbs/verbs.ts';
import { annotationsOf, annotationsOfMistakes } from './annotations.ts';
import { chosen } from './choose.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { firstStories } from './first-stories.ts';
import { fitting } from './fitting.ts';
import { lastFailed, rememberFailed } from './last-failed.ts';
import { type SimulateOptions, simulateOptions, usage } from './options.ts';
import type { Output } from './output.ts';
import { progress } from './progress.ts';
import type { Run } from './run.ts';
import { runStories } from './run-stories.ts';
import { table } from './table.ts';
import { watchStories } from './watch.ts';

/** Resolves with the exit code. */
export async function simulate(args: readonly string[], output: Output): Promise<ExitCode> {
  const options = optionsOf(args);
  if ('wrong' in options) {
    output.write(printable(`${options.wrong}\n`));
    return 2;
  }
  if (options.help || options.verbs) {
    output.write(options.help ? usage : listOfVerbs());
    return 0;
  }
  const { record: file, liveChat } = options;
  if (options.watch) return watched(options, output);
  return told(output, async () => {
    if (file === undefined) return play(options, await placesOf(options, output), output);
    await record(file, output, { ended: interrupted(), ...(liveChat !== undefined && { liveChat }) });
    return 0;
  });
}

function optionsOf(args: readonly string[]): SimulateOptions | { readonly wrong: string } {
  try {
    return simulateOptions(args);
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

/** What keeps stories from being played is told in full, and ends with 2. */
async function told(output: Output, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    output.write(printable(`${error.message}\n`));
    if (error instanceof NoStory) {
      const { length } = error.mistakes;
      const sum = `${length} ${length === 1 ? 'mistake' : 'mistakes'}. --verbs lists all verbs with examples.`;
      output.write(printable(`\n${sum}\n`));
      output.write(printable(annotationsOfMistakes(error.mistakes)));
    }
    return 2;
  }
}

interface Places {
  readonly paths: readonly string[];
  readonly solution: SolutionFile | undefined;
}

const ownStories = 'simulators/scenarios';

/** Where the stories are. A solution that cannot be read is better known before anything is played. */
async function placesOf(options: SimulateOptions, output: Output): Promise<Places> {
  const { paths, solution: path, agent } = options;
  const solution = path === undefined ? undefined : { path, ...(agent !== undefined && { agent }) };
  const known = solution && (await readSolutionFile(solution.path, solution));
  if (known) output.write(printable(`${aboutSolution(known)}\n`));
  const failed = options.lastFailed && paths === undefined ? await lastFailed() : [];
  if (failed.length > 0) return { paths: failed, solution };
  return { paths: paths ?? (known ? [await firstStories(known, output)] : [ownStories]), solution };
}

async function play(
  options: SimulateOptions,
  { paths, solution }: Places,
  output: Output,
): Promise<ExitCode> {
  const { seed, report, grep, tags, requireAll } = options;
  const failed = options.lastFailed ? await lastFailed() : undefined;
  if (failed?.length === 0) {
    output.write('No story failed when it was played last.\n');
    return 0;
  }
  const found = await findStories(paths);
  if (found.length === 0) throw new Error(`there are no stories in ${paths.join(', ')}`);
  const stories = chosen(found, { grep, tags, files: failed && new Set(failed) });
  const startedAt = new Date();
  const { fit, leftOut } = fitting(stories, options);
  const runs = [...(await played(fit, { options, solution, output })), ...leftOut];
  output.write(printable(table(runs, seed)));
  output.write(printable(annotationsOf(runs)));
  await rememberFailed(runs);
  if (report !== undefined) await writeReport(runs, { directory: report, seed, startedAt });
  return exitCodeOf(runs, { requireAll });
}

interface PlayedBy extends Pick<Places, 'solution'> {
  readonly options: SimulateOptions;
  readonly output: Output;
}

async function played(
  stories: readonly Story[],
  { options, solution, output }: PlayedBy,
): Promise<readonly Run[]> {
  const { seed, atOnce, repeat, maxFailures, against } = options;
  const shown = progress(stories.length * repeat, output);
  const how = { seed, ...(maxFailures !== undefined && { maxFailures }), ...shown };
  try {
    if (against !== undefined) return await runAgainst(against, stories, how);
    return await runStories(stories, { ...how, atOnce, repeat, ...(solution && { solutionFile: solution }) });
  } finally {
    shown.clear();
  }
}

/** Plays all, and then each time what has changed. */
async function watched(options: SimulateOptions, output: Output): Promise<ExitCode> {
  const ended = interrupted();
  let code: ExitCode = 2;
  const places: Places[] = [];
  code = await told(output, async () => {
    places.push(await placesOf(options, output));
    return 0;
  });
  const [place] = places;
  if (!place) return code;
  const watch = await watchStories(place.paths, ended);
  try {
    let paths = place.paths;
    while (paths.length > 0) {
      code = await told(output, () => play(options, { ...place, paths }, output));
      output.write(printable('\nWatching. What changes is played again, until Ctrl+C.\n'));
      paths = await watch.next();
    }
    return code;
  } finally {
    watch.close();
  }
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const listOfVerbs = (): string =>
  verbs.map(({ words, about, example }) => `${words}\n    ${about}\n    ${example}\n`).join('');
