import type { Story } from '../language/story.ts';
import type { SolutionFile } from '../play/player-messages.ts';
import { type Player, startPlayer } from './player.ts';
import { type Run, verdictOf } from './run.ts';

export interface RunOptions {
  /** Decides what is left to chance; the same for the same seed. */
  readonly seed: string;
  /** A Copilot Studio solution whose topics are played in place of ours. */
  readonly solutionFile?: SolutionFile;
  /** How many are played at a time. */
  readonly atOnce: number;
  /** How often each is played, each time with another seed. Default 1. */
  readonly repeat?: number;
  /** When so many have failed, no other one is begun. */
  readonly maxFailures?: number;
  readonly began?: (story: Story) => void;
  readonly stepDone?: (story: Story, done: number) => void;
  readonly ended?: (run: Run) => void;
}

type ToPlay = Omit<Run, 'result'>;

/** Plays stories, a few at a time, each in a world of its own. In the order in which they were given. */
export async function runStories(stories: readonly Story[], options: RunOptions): Promise<readonly Run[]> {
  const { maxFailures = Number.POSITIVE_INFINITY } = options;
  const left = [...timesOf(stories, options).entries()];
  const runs: Run[] = [];
  const players = Array.from({ length: Math.min(options.atOnce, left.length) }, startPlayer);
  let failed = 0;
  const playOn = async (player: Player): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, toPlay] = next;
      if (failed >= maxFailures) {
        runs[index] = { ...toPlay, result: { is: 'left out', why: `${failed} had failed before it` } };
        continue;
      }
      options.began?.(toPlay.story);
      const run = await playOne(player, toPlay, options);
      if (verdictOf(run) !== 'passed') failed += 1;
      runs[index] = run;
      options.ended?.(run);
    }
  };
  try {
    await Promise.all(players.map(playOn));
    return runs;
  } finally {
    await Promise.all(players.map((player) => player.stop()));
  }
}

/** The first time has the seed itself, so that each time can be played alone by its own. */
function timesOf(stories: readonly Story[], { seed, repeat = 1 }: RunOptions): readonly ToPlay[] {
  if (repeat === 1) return stories.map((story) => ({ story, seed }));
  return stories.flatMap((story) =>
    Array.from({ length: repeat }, (_, index) => ({
      story,
      seed: index === 0 ? seed : `${seed}-${index + 1}`,
      time: index + 1,
    })),
  );
}

async function playOne(player: Player, toPlay: ToPlay, { solutionFile, stepDone }: RunOptions): Promise<Run> {
  const { story, seed } = toPlay;
  try {
    const played = await player.play(story, {
      seed,
      ...(solutionFile !== undefined && { solutionFile }),
      tell: (done) => stepDone?.(story, done),
    });
    return { ...toPlay, result: { is: 'played', played } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...toPlay, result: { is: 'not played', why } };
  }
}
