import { closest } from 'fastest-levenshtein';
import { verbs } from '../verbs/verbs.ts';

/** The verbs as one writes them without names. */
const plain = verbs.map(({ words }) => words.replace('[ <who>]', ''));

/** What to say of a key that is no verb: the nearest one, and all that there are. */
export function unknownVerb(key: string): string {
  const nearest = closest(key, plain);
  const list = verbs.map(({ words }) => `  ${words}`).join('\n');
  return `"${key}" is no verb. Did you mean "${nearest}"? The verbs are:\n${list}`;
}
