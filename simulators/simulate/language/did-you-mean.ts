import { distance } from 'fastest-levenshtein';

/** The known word that is nearest; absent when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const far = Math.max(2, Math.floor(word.length / 3));
  const [best] = known
    .map((each) => ({ each, by: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ by }) => by <= far)
    .sort((one, other) => one.by - other.by);
  return best?.each;
}

/** A question to add to a message, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
