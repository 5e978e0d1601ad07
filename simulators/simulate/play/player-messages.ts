import type { Story } from '../language/story.ts';
import type { Played } from './played.ts';

/** Where the topics come from that are played in place of ours. */
export interface SolutionFile {
  readonly path: string;
  /** Name or schema name of the agent, where there are several. */
  readonly agent?: string;
}

/** What a player process is told and what it tells: both are ours, on both ends of one pipe. */
export type ToPlayer =
  | {
      readonly type: 'play';
      readonly number: number;
      readonly story: Story;
      readonly seed: string;
      readonly solutionFile?: SolutionFile;
    }
  | { readonly type: 'leave' };

export type FromPlayer =
  | { readonly type: 'step'; readonly number: number; readonly done: number }
  | { readonly type: 'played'; readonly number: number; readonly played: Played }
  | { readonly type: 'not-played'; readonly number: number; readonly why: string };
