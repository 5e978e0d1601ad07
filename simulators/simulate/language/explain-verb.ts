import { distance } from 'fastest-levenshtein';
import { verbOf, verbs } from '../verbs/verbs.ts';

/** What to say of a key that is no verb. */
export function unknownVerb(key: string): string {
  const meant = nearestVerb(key);
  return `"${key}" is no verb.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`;
}

/** What to say of a step that is a text alone. */
export function withoutColon(text: string): string {
  const words = text.split(' ');
  for (let count = words.length; count > 0; count--) {
    const key = words.slice(0, count).join(' ').replace(/:$/, '');
    if (!verbOf(key)) continue;
    const value = words.slice(count).join(' ');
    return `the colon after "${key}" is missing. Write "${`${key}: ${value}`.trimEnd()}"`;
  }
  const starts = words.map((_, index) => words.slice(0, index + 1).join(' '));
  const meant = starts.map((start) => nearestVerb(start, 0.25)).find((verb) => verb !== undefined);
  const advice = meant === undefined ? '' : ` Did you mean "${meant}:"?`;
  return `"${text}" is no step: a step is a verb, a colon and a value.${advice}`;
}

/** The verb that is nearest, with the name that stands in the key; absent when more than this part of the key is wrong. */
function nearestVerb(key: string, part = 0.5): string | undefined {
  const [best] = verbs
    .flatMap(({ words }) => written(words, key.split(' ')))
    .map(({ text, nameLength }) => ({
      text,
      // A name fits whatever it is, and says nothing of the verb.
      far: (key.length - nameLength) * part,
      by: distance(key.toLowerCase(), text.toLowerCase()),
    }))
    .filter(({ by, far }) => by <= far)
    .sort((one, other) => one.by - other.by);
  return best?.text;
}

interface Written {
  readonly text: string;
  readonly nameLength: number;
}

/** A verb as one would write it: without a name, and with the words of the key that stand where its name is. */
function written(words: string, key: readonly string[]): readonly Written[] {
  const [head = '', tail] = words.split('[ <who>]');
  if (tail === undefined) return [{ text: words, nameLength: 0 }];
  const after = tail.trim().split(' ').length;
  const name = key.slice(head.split(' ').length, key.length - after).join(' ');
  const without = { text: `${head}${tail}`, nameLength: 0 };
  return name === '' ? [without] : [without, { text: `${head} ${name}${tail}`, nameLength: name.length }];
}
