import type { Sequence } from '../../sequence/steps.ts';

/** What became of a story. Plain data without secrets, so that it can go to another process and into a report. */
export interface Played {
  readonly verdict: Verdict;
  /** When the story began, in milliseconds since 1970. */
  readonly beganAt: number;
  readonly steps: readonly PlayedStep[];
  readonly promises: readonly PromiseVerdict[];
  /** How long it took to play, and how much time passed in it, in milliseconds. */
  readonly ms: number;
  readonly storyMs: number;
  readonly sequence: Sequence;
  readonly transcripts: readonly Transcript[];
  /** The bridge's own, without texts. */
  readonly log: string;
}

export type Verdict =
  | { readonly is: 'passed' }
  | { readonly is: 'failed'; readonly line: number; readonly why: string };

export interface PlayedStep {
  readonly line: number;
  readonly text: string;
  readonly is: 'passed' | 'failed' | 'not reached';
  /** When it came to that, in milliseconds since 1970; absent when it was not reached. */
  readonly at?: number;
}

/** One of the promises I1 to I8, judged on what all sides saw. */
export interface PromiseVerdict {
  readonly invariant: string;
  /** Empty when it was kept; else how it was broken, with the events that show it. */
  readonly broken: string;
}

/** A chat as one side saw it. */
export interface Transcript {
  readonly side: 'customer' | 'agent';
  readonly title: string;
  readonly lines: readonly TranscriptLine[];
}

export interface TranscriptLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly who: string;
  readonly text: string;
  /** Whose side of the chat it stands on. */
  readonly isOwn: boolean;
}
