import { nearness, normalise } from '../match-phrase.ts';
import { phrasesOf, type Solution, type Topic } from '../solution.ts';
import { type Finding, findingIn } from './finding.ts';

/** From here on two phrases differ by a slip of the keyboard only. */
const nearlySame = 0.8;

/** The same words begin two active topics: which of them begins is chance, or a question to the customer. */
export function clashingPhrases({ topics }: Solution): readonly Finding[] {
  const active = topics.filter(({ isActive }) => isActive);
  return active.flatMap((topic, index) => active.slice(index + 1).flatMap((other) => clashes(topic, other)));
}

/** One finding for each phrase of the second topic that the first has as well. */
function clashes(first: Topic, second: Topic): readonly Finding[] {
  return phrasesOf(second).flatMap(({ text, place }) => {
    const twin = phrasesOf(first).find((phrase) => isNear(phrase.text, text));
    if (!twin) return [];
    const what =
      normalise(twin.text) === normalise(text)
        ? `"${text}" begins "${first.name}" as well`
        : `"${text}" is nearly "${twin.text}", which begins "${first.name}"`;
    return [
      findingIn(second, 'clashing-phrases', {
        place,
        what: `${what} (${twin.place.file}:${twin.place.line})`,
      }),
    ];
  });
}

function isNear(one: string, other: string): boolean {
  const words = (text: string) => normalise(text).split(' ').length;
  return (
    normalise(one) === normalise(other) || (words(one) === words(other) && nearness(one, other) >= nearlySame)
  );
}
