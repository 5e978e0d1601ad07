import type { Story } from '../language/story.ts';
import type { Played } from '../play/played.ts';
import type { SolutionFile } from '../play/player-messages.ts';
import { type Player, startPlayer } from './player.ts';

export interface Run {
  readonly story: Story;
  /** What became of it, or why it could not be played. */
  readonly result:
    | { readonly is: 'played'; readonly played: Played }
    | { readonly is: 'not played'; readonly why: string };
}

export interface RunOptions {
  /** Decides what is left to chance; the same for the same seed. */
  readonly seed: string;
  /** A Copilot Studio solution whose topics are played in place of ours. */
  readonly solutionFile?: SolutionFile;
  /** How many are played at a time. */
  readonly atOnce: number;
  readonly began?: (story: Story) => void;
  readonly stepDone?: (story: Story, done: number) => void;
  readonly ended?: (run: Run) => void;
}

/** Plays stories, a few at a time, each in a world of its own. In the order in which they were given. */
export async function runStories(stories: readonly Story[], options: RunOptions): Promise<readonly Run[]> {
  const left = [...stories.entries()];
  const runs: Run[] = [];
  const players = Array.from({ length: Math.min(options.atOnce, stories.length) }, startPlayer);
  const playOn = async (player: Player): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, story] = next;
      options.began?.(story);
      const run = await playOne(player, story, options);
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

async function playOne(
  player: Player,
  story: Story,
  { seed, solutionFile, stepDone }: RunOptions,
): Promise<Run> {
  try {
    const played = await player.play(story, {
      seed,
      ...(solutionFile !== undefined && { solutionFile }),
      tell: (done) => stepDone?.(story, done),
    });
    return { story, result: { is: 'played', played } };
  } catch (error) {
    return {
      story,
      result: { is: 'not played', why: error instanceof Error ? error.message : String(error) },
    };
  }
}
