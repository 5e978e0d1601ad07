import { nearness } from './match-phrase.ts';
import { phrasesOf, type Topic } from './solution.ts';

export interface Recognised {
  readonly topic: Topic;
  /** Of the nearest phrase, above 0 and at most 1. */
  readonly score: number;
}

/** The topics that a text could mean, nearest first; among equals by schema name. */
export function recognise(text: string, topics: readonly Topic[]): readonly Recognised[] {
  return topics
    .filter(({ isActive }) => isActive)
    .map((topic) => ({
      topic,
      score: Math.max(0, ...phrasesOf(topic).map((phrase) => nearness(text, phrase.text))),
    }))
    .filter(({ score }) => score > 0)
    .sort(
      (one, other) => other.score - one.score || (one.topic.schemaName < other.topic.schemaName ? -1 : 1),
    );
}
