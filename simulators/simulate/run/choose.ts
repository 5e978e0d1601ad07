import { didYouMean } from '../language/did-you-mean.ts';
import type { Story } from '../language/story.ts';

export interface Choice {
  /** In title or file, whatever the case of its letters. */
  readonly grep: RegExp | undefined;
  /** Has one of these, where there are any. */
  readonly tags: readonly string[];
  /** Only stories of these files. */
  readonly files: ReadonlySet<string> | undefined;
}

/** The stories that were asked for. Throws when there are none. */
export function chosen(found: readonly Story[], { grep, tags, files }: Choice): readonly Story[] {
  const known = [...new Set(found.flatMap((story) => story.tags))];
  const unknown = tags.find((tag) => !known.includes(tag));
  if (unknown !== undefined) {
    const advice = known.length === 0 ? ' No story has a tag.' : ` There are ${known.join(', ')}.`;
    throw new Error(`No story has the tag "${unknown}".${didYouMean(unknown, known) || advice}`);
  }
  const stories = found.filter(
    (story) =>
      (grep === undefined || grep.test(story.title) || grep.test(story.file)) &&
      (tags.length === 0 || story.tags.some((tag) => tags.includes(tag))) &&
      (files === undefined || files.has(story.file)),
  );
  if (stories.length === 0) throw new Error(`None of ${found.length} stories is chosen by these options.`);
  return stories;
}
