import { tokens } from '../../../simulators/history/token.ts';

/** Endings that are hard to carry unaltered. */
const endings = [
  'and so on',
  '*stars* _lines_ `ticks` ~waves~ [x](https://a.example)',
  '<b>HTML</b> &amp; <at>Dana</at>',
  'שלום עולם',
  '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301',
  'two\nlines',
  '# no heading\n1. no list',
  'https://b.example/a_b?c=d&e=f',
  'back\\slash | pipe',
];

/** Sentences that were never said before, of every kind that people write. */
export function sentences(mark: string, random: () => number): () => string {
  const token = tokens(mark);
  return () => `${token()} ${endings[Math.floor(random() * endings.length)]}`;
}
