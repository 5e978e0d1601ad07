import type { Language } from './language.ts';

/** A word that carries meaning. */
export interface ContentWord {
  readonly word: string;
  readonly stem: string;
}

/** What a text says, as far as recognition looks at it. */
export interface Meaning {
  /** All words: small letters, no accents. */
  readonly words: readonly string[];
  readonly content: readonly ContentWord[];
  readonly isNegated: boolean;
  /** Question words. */
  readonly asks: ReadonlySet<string>;
}

export function meaningOf(text: string, language: Language): Meaning {
  const words = language.words(text);
  const { functionWords, negations, questions } = language;
  const carriesMeaning = (word: string) =>
    !negations.has(word) && !functionWords.has(word) && (word.length > 1 || !/[a-z]/.test(word));
  return {
    words,
    content: words
      .filter(carriesMeaning)
      .map((word) => ({ word, stem: /\p{N}/u.test(word) ? word : language.stem(word) })),
    isNegated: words.some((word) => negations.has(word)),
    asks: new Set(words.filter((word) => questions.has(word))),
  };
}

/** The same for texts that say the same in other words or forms. */
export function keyOf({ content, isNegated, words }: Meaning): string {
  // Function words alone mean themselves.
  if (content.length === 0) return words.join(' ');
  const stems = content.map(({ stem }) => stem).sort();
  return `${isNegated ? 'not ' : ''}${stems.join(' ')}`;
}
