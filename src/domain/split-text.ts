/** How much each UTF-16 code unit of a piece takes up; asked for one after the other, and anew for each piece. */
export type Scale = () => (unit: number) => number;

/** Each code unit weighs one: a limit is a number of characters. */
export const eachUnit: Scale = () => () => 1;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** So many places to cut are looked at before the text is cut where it is full. */
const placesToTry = 8;

/**
 * A text in pieces that weigh at most `limit` each, cut between what people see as characters, and after white space where
 * that costs less than half a piece. One character that is larger than the limit is cut all the same, and a surrogate pair
 * never. Joined, the pieces equal the text. Each unit is weighed twice at most, and graphemes are looked for at cuts only.
 */
export function splitText(text: string, limit: number, scale: Scale): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  do {
    const full = fullAt(text, start, { limit, weigh: scale() });
    const cut = full === text.length ? full : cutBefore(text, start, full);
    pieces.push(text.slice(start, cut));
    start = cut;
  } while (start < text.length);
  return pieces;
}

/** Where the piece that begins at `start` is full; the end of the text when all of it has room. */
function fullAt(
  text: string,
  start: number,
  { limit, weigh }: { readonly limit: number; readonly weigh: (unit: number) => number },
): number {
  let weight = 0;
  for (let at = start; at < text.length; at++) {
    weight += weigh(text.charCodeAt(at));
    if (weight > limit) return at;
  }
  return text.length;
}

function cutBefore(text: string, start: number, full: number): number {
  const between = boundaryBefore(text, start, full);
  if (between === start) return withoutHalves(text, start, full);
  const half = start + (between - start) / 2;
  let tries = 0;
  for (let at = between; at > half && tries < placesToTry; at--) {
    if (!isBlank(text.charCodeAt(at - 1))) continue;
    if (boundaryBefore(text, start, at) === at) return at;
    tries++;
  }
  return between;
}

/** The last place at or before `at` that is not within a grapheme; `start` when there is none after it. */
function boundaryBefore(text: string, start: number, at: number): number {
  // The unit after the place, and its other half, decide whether a grapheme goes on.
  const near = text.slice(start, at + 2);
  const within = graphemes.segment(near).containing(at - start);
  return within === undefined ? at : start + within.index;
}

function withoutHalves(text: string, start: number, full: number): number {
  const isHalved = isHigh(text.charCodeAt(full - 1)) && isLow(text.charCodeAt(full));
  const whole = isHalved ? full - 1 : full;
  if (whole > start) return whole;
  // Not even one character has room, and something has to go.
  return start + (isHigh(text.charCodeAt(start)) && isLow(text.charCodeAt(start + 1)) ? 2 : 1);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
const isBlank = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0;
