/** Something that is wrong with a file of a story. */
export interface StoryMistake {
  readonly file: string;
  /** From 1; absent when it is about the whole file. */
  readonly line?: number;
  readonly text: string;
}

/** Files that are no stories, with everything that is wrong with them. */
export class NoStory extends Error {
  override readonly name = 'NoStory';
  readonly mistakes: readonly StoryMistake[];
  constructor(mistakes: readonly StoryMistake[]) {
    super(mistakes.map(mistakeText).join('\n'));
    this.mistakes = mistakes;
  }
}

const mistakeText = ({ file, line, text }: StoryMistake): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${text}`;
