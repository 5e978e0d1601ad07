import { type Phrase, phrasesOf, type Solution, type Topic } from '../solution.ts';
import { languageOf } from './language.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { nearness } from './nearness.ts';

export interface Recognised {
  readonly topic: Topic;
  /** Of the nearest phrase, above 0 and at most 1. */
  readonly score: number;
}

/** The active topics that a text could mean, nearest first; among equals by schema name. */
export function recognise(text: string, solution: Solution): readonly Recognised[] {
  const { meanings, words } = knownOf(solution);
  const language = languageOf(solution.agent.language);
  const said = meaningOf(text, language);
  const known = { language, isKnown: (word: string) => words.has(word) };
  return solution.topics
    .filter(({ isActive }) => isActive)
    .map((topic) => ({ topic, score: nearest(topic, (phrase) => scoreOf(meanings.get(phrase))) }))
    .filter(({ score }) => score > 0)
    .sort(
      (one, other) => other.score - one.score || (one.topic.schemaName < other.topic.schemaName ? -1 : 1),
    );
  function scoreOf(phrase: Meaning | undefined): number {
    return phrase ? nearness(said, phrase, known) : 0;
  }
}

function nearest(topic: Topic, scoreOf: (phrase: Phrase) => number): number {
  return phrasesOf(topic).reduce((best, phrase) => Math.max(best, scoreOf(phrase)), 0);
}

/** How near a text is to the nearest of some phrases, 0 to 1. */
export function nearnessOf(text: string, phrases: readonly string[], tag: string): number {
  const language = languageOf(tag);
  const meanings = phrases.map((phrase) => meaningOf(phrase, language));
  const isKnown = (word: string) => meanings.some(({ words }) => words.includes(word));
  const said = meaningOf(text, language);
  return Math.max(0, ...meanings.map((phrase) => nearness(said, phrase, { language, isKnown })));
}

/** Two topics that are so near to each other are both meant, unless the words of one are said as they are. */
const sameScore = 0.1;

/** The nearest one, and those that are as near. */
export function asNear(candidates: readonly Recognised[]): readonly Recognised[] {
  const best = candidates[0]?.score ?? 0;
  const least = best === 1 ? 1 : best - sameScore;
  return candidates.filter(({ score }) => score >= least);
}

interface Known {
  readonly meanings: ReadonlyMap<Phrase, Meaning>;
  /** All words of the phrases. */
  readonly words: ReadonlySet<string>;
}

const known = new WeakMap<Solution['topics'], Known>();

/** The phrases of a solution do not change: what they mean is found out once. */
function knownOf({ topics, agent }: Solution): Known {
  const before = known.get(topics);
  if (before) return before;
  const language = languageOf(agent.language);
  const meanings = new Map(
    topics.flatMap((topic) => phrasesOf(topic).map((phrase) => [phrase, meaningOf(phrase.text, language)])),
  );
  const words = new Set([...meanings.values()].flatMap((meaning) => meaning.words));
  const made = { meanings, words };
  known.set(topics, made);
  return made;
}
