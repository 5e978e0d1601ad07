import type { Language } from './language.ts';
import { type ContentWord, keyOf, type Meaning } from './meaning.ts';
import { isSlipOf } from './slip.ts';

interface Known {
  readonly language: Language;
  /** Whether the agent has a word itself: such a word is no slip of another one. */
  readonly isKnown: (word: string) => boolean;
}

/**
 * How near a customer's text is to a trigger phrase: 1 is the same words, 0 is too far. What carries meaning decides.
 * Precision goes before recall: a topic that does not begin costs a question, a wrong one ends a chat.
 */
export function nearness(said: Meaning, phrase: Meaning, known: Known): number {
  if (said.words.length === 0 || phrase.words.length === 0) return 0;
  if (said.words.join(' ') === phrase.words.join(' ')) return 1;
  if (said.words.join('') === phrase.words.join('')) return 0.98;
  if (phrase.content.length === 0 || said.content.length === 0) return 0;
  if (saysOpposite(said, phrase, known.language)) return 0;
  if (keyOf(said) === keyOf(phrase)) return 0.95;
  return Math.max(slipped(said, phrase, known), contained(said, phrase), abridged(said, phrase));
}

function saysOpposite(said: Meaning, phrase: Meaning, { opposites }: Language): boolean {
  if (said.isNegated !== phrase.isNegated) return true;
  if (asksOtherwise(said, phrase)) return true;
  const has = ({ words }: Meaning, word: string, other: string) =>
    words.includes(word) && !words.includes(other);
  return opposites.some(
    ([one, other]) =>
      (has(said, one, other) && has(phrase, other, one)) ||
      (has(said, other, one) && has(phrase, one, other)),
  );
}

/** Where one word is all the meaning there is, a question is another thing than a statement. */
function asksOtherwise(said: Meaning, phrase: Meaning): boolean {
  const isShared = [...said.asks].some((word) => phrase.asks.has(word));
  if (said.asks.size > 0 && phrase.asks.size > 0) return !isShared;
  return phrase.content.length === 1 && said.asks.size > 0;
}

/** The same words in the same order but for slips, which are half of the words at most. */
function slipped({ content: said }: Meaning, { content: wanted }: Meaning, { isKnown }: Known): number {
  if (said.length !== wanted.length) return 0;
  let slips = 0;
  for (const [index, want] of wanted.entries()) {
    const word = said[index];
    if (!word) return 0;
    if (isSame(word, want)) continue;
    if (isKnown(word.word) || !isSlipOf(word.word, want.word)) return 0;
    slips += 1;
  }
  return slips * 2 <= wanted.length + 1 ? 0.9 - slips * 0.05 : 0;
}

const isSame = (one: ContentWord, other: ContentWord): boolean =>
  one.stem === other.stem || one.word === other.word;

/** Two words and more within a longer text, of which they are most. */
function contained(said: Meaning, phrase: Meaning): number {
  const share = phrase.content.length / said.content.length;
  if (phrase.content.length < 2 || share >= 1 || hasNumberBeside(said, phrase)) return 0;
  if (!isRunOf(phrase.content, said.content)) return 0;
  const isWhole = ` ${said.words.join(' ')} `.includes(` ${phrase.words.join(' ')} `);
  const isHalf = phrase.words.length * 2 >= said.words.length;
  return share >= 0.75 || (isWhole && isHalf && share >= 0.5) ? 0.85 * share : 0;
}

/** A number that the phrase does not have names something else. */
const hasNumberBeside = ({ content }: Meaning, phrase: Meaning): boolean =>
  content.some(({ word }) => /\p{N}/u.test(word) && !phrase.words.includes(word));

/** A text of two words and more that leaves out the least of the phrase. */
function abridged(said: Meaning, phrase: Meaning): number {
  const share = said.content.length / phrase.content.length;
  if (said.content.length < 2 || share < 2 / 3 || share >= 1 || hasNumberBeside(phrase, said)) return 0;
  return isRunOf(said.content, phrase.content) ? 0.8 * share : 0;
}

/** Whether some words stand side by side, in their order, among others. */
function isRunOf(some: readonly ContentWord[], all: readonly ContentWord[]): boolean {
  return all.some((_, start) =>
    some.every((each, index) => {
      const at = all[start + index];
      return at !== undefined && isSame(each, at);
    }),
  );
}
