import { distance } from 'fastest-levenshtein';

/**
 * How near a customer's text is to a trigger phrase: 1 is the same words, 0 is nothing in common. Case, accents and
 * punctuation do not count. Near is
 *
 * - a slip of the keyboard: one wrong letter in 5 to 9, two in 10 and more;
 * - the phrase as a whole within the text, as long as it is at least half of the words; of phrases of one word only
 *   those of four letters and more.
 */
export function nearness(text: string, phrase: string): number {
  const [said, wanted] = [normalise(text), normalise(phrase)];
  if (said === '' || wanted === '') return 0;
  if (said === wanted) return 1;
  return Math.max(slip(said, wanted), share(said, wanted));
}

export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const mostCompared = 200;

function slip(said: string, wanted: string): number {
  if (wanted.length < 5 || wanted.length > mostCompared || Math.abs(said.length - wanted.length) > 2)
    return 0;
  const wrong = distance(said, wanted);
  return wrong <= (wanted.length < 10 ? 1 : 2) ? 1 - wrong / wanted.length : 0;
}

function share(said: string, wanted: string): number {
  if (!` ${said} `.includes(` ${wanted} `)) return 0;
  const [words, of] = [wanted.split(' ').length, said.split(' ').length];
  if (words === 1 && wanted.length < 4) return 0;
  return words * 2 >= of ? words / of : 0;
}
