import { distance } from 'fastest-levenshtein';

const shortest = 5;
const longest = 40;
/** Letters in which prefixes differ: `an-` and `ab-`, `in-` and `im-`. */
const prefix = 3;

/**
 * Whether a word is another one with one slip of the keyboard: a letter that is missing, doubled or wrong after the
 * first three, which may be a prefix, or two neighbours that are swapped after the first. A digit never slips.
 */
export function isSlipOf(said: string, wanted: string): boolean {
  if (wanted.length < shortest || wanted.length > longest || said[0] !== wanted[0]) return false;
  if (/\p{N}/u.test(said + wanted) || Math.abs(said.length - wanted.length) > 1) return false;
  const isAlike = said.slice(0, prefix) === wanted.slice(0, prefix);
  return (isAlike && distance(said, wanted) === 1) || isSwapped(said, wanted);
}

function isSwapped(said: string, wanted: string): boolean {
  if (said.length !== wanted.length) return false;
  const at = [...said].findIndex((letter, index) => letter !== wanted[index]);
  const swapped = `${said.slice(0, at)}${said[at + 1]}${said[at]}${said.slice(at + 2)}`;
  return at !== -1 && swapped === wanted;
}
