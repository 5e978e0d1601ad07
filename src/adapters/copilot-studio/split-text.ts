const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A text in pieces that weigh at most `limit` each, cut between what people see as characters, and after white space where
 * that costs less than half a piece. Joined, the pieces equal the text.
 */
export function splitText(
  text: string,
  limit: number,
  weightOf: (grapheme: string) => number,
): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let weight = 0;
  let breakAt = 0;
  for (const { segment } of graphemes.segment(text)) {
    const heavier = weight + weightOf(segment);
    if (heavier > limit && piece !== '') {
      const cut = breakAt > piece.length / 2 ? breakAt : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      weight = weightOfText(piece, weightOf);
      breakAt = 0;
    }
    piece += segment;
    weight += weightOf(segment);
    if (/\s$/.test(segment)) breakAt = piece.length;
  }
  return piece === '' && pieces.length > 0 ? pieces : [...pieces, piece];
}

function weightOfText(text: string, weightOf: (grapheme: string) => number): number {
  let weight = 0;
  for (const { segment } of graphemes.segment(text)) weight += weightOf(segment);
  return weight;
}
