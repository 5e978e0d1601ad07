import { type Language, languageOf } from '../recognition/language.ts';
import { keyOf, meaningOf } from '../recognition/meaning.ts';
import { type Phrase, phrasesOf, type Solution, type Topic } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';

interface Known {
  readonly topic: Topic;
  readonly phrase: Phrase;
  readonly words: string;
}

/** Phrases of two active topics say the same: which of them begins is chance, or a question to the customer. */
export function clashingPhrases({ topics, agent }: Solution): readonly Finding[] {
  const language = languageOf(agent.language);
  const known = new Map<string, Known>();
  return topics
    .filter(({ isActive }) => isActive)
    .flatMap((topic) => phrasesOf(topic).flatMap((phrase) => clash({ topic, phrase }, known, language)));
}

/** One finding for a phrase that an earlier topic has as well. */
function clash(
  { topic, phrase }: Pick<Known, 'topic' | 'phrase'>,
  known: Map<string, Known>,
  language: Language,
): readonly Finding[] {
  const meaning = meaningOf(phrase.text, language);
  const key = keyOf(meaning);
  const words = meaning.words.join(' ');
  // The very same words are the better witness.
  const twin = known.get(`= ${words}`) ?? known.get(key);
  for (const name of [key, `= ${words}`]) if (!known.has(name)) known.set(name, { topic, phrase, words });
  if (!twin || twin.topic === topic) return [];
  const what =
    twin.words === words
      ? `"${phrase.text}" begins "${twin.topic.name}" as well`
      : `"${phrase.text}" says the same as "${twin.phrase.text}", which begins "${twin.topic.name}"`;
  const where = `${twin.phrase.place.file}:${twin.phrase.place.line}`;
  return [findingIn(topic, 'clashing-phrases', { place: phrase.place, what: `${what} (${where})` })];
}
