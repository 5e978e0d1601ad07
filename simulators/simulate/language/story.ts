import type { StorySettings } from '../play/world/settings.ts';

/** One line of a story, as it was read. Plain data, so that it can go to another process. */
export interface Step {
  /** In the file, from 1. */
  readonly line: number;
  /** As it stands in the file. */
  readonly key: string;
  /** As it came from the file; the verb reads it. */
  readonly value: unknown;
}

export interface Story {
  readonly file: string;
  readonly title: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** By which it can be chosen. */
  readonly tags: readonly string[];
  readonly settings: StorySettings;
  readonly steps: readonly Step[];
}
