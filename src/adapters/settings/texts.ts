/** The parts of a comma-separated list, without white space and empty ones. */
export const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** For `setting`: takes what passes. */
export const when =
  (isGood: (text: string) => boolean) =>
  (text: string): string | undefined =>
    isGood(text) ? text : undefined;
