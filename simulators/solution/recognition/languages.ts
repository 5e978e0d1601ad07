import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stopwords as arabicStops } from '@orama/stopwords/arabic';
import { stopwords as danishStops } from '@orama/stopwords/danish';
import { stopwords as dutchStops } from '@orama/stopwords/dutch';
import { stopwords as englishStops } from '@orama/stopwords/english';
import { stopwords as finnishStops } from '@orama/stopwords/finnish';
import { stopwords as frenchStops } from '@orama/stopwords/french';
import { stopwords as germanStops } from '@orama/stopwords/german';
import { stopwords as greekStops } from '@orama/stopwords/greek';
import { stopwords as hindiStops } from '@orama/stopwords/indian';
import { stopwords as indonesianStops } from '@orama/stopwords/indonesian';
import { stopwords as italianStops } from '@orama/stopwords/italian';
import { stopwords as japaneseStops } from '@orama/stopwords/japanese';
import { stopwords as chineseStops } from '@orama/stopwords/mandarin';
import { stopwords as norwegianStops } from '@orama/stopwords/norwegian';
import { stopwords as portugueseStops } from '@orama/stopwords/portuguese';
import { stopwords as russianStops } from '@orama/stopwords/russian';
import { stopwords as spanishStops } from '@orama/stopwords/spanish';
import { stopwords as swedishStops } from '@orama/stopwords/swedish';
import { stopwords as turkishStops } from '@orama/stopwords/turkish';

/** What a library knows of a language: the stem of a word, and the words that carry no meaning by themselves. */
export interface Vocabulary {
  readonly stem: (word: string) => string;
  readonly functionWords: readonly string[];
}

const unchanged = (word: string): string => word;

/** By the first part of a language tag. A language without an entry is compared word by word. */
export const vocabularies: ReadonlyMap<string, Vocabulary> = new Map([
  ['ar', { stem: arabic, functionWords: arabicStops }],
  ['da', { stem: danish, functionWords: danishStops }],
  ['de', { stem: german, functionWords: germanStops }],
  ['el', { stem: greek, functionWords: greekStops }],
  ['en', { stem: english, functionWords: englishStops }],
  ['es', { stem: spanish, functionWords: spanishStops }],
  ['fi', { stem: finnish, functionWords: finnishStops }],
  ['fr', { stem: french, functionWords: frenchStops }],
  ['hi', { stem: hindi, functionWords: hindiStops }],
  ['id', { stem: indonesian, functionWords: indonesianStops }],
  ['it', { stem: italian, functionWords: italianStops }],
  ['ja', { stem: unchanged, functionWords: japaneseStops }],
  ['nb', { stem: norwegian, functionWords: norwegianStops }],
  ['nl', { stem: dutch, functionWords: dutchStops }],
  ['pt', { stem: portuguese, functionWords: portugueseStops }],
  ['ru', { stem: russian, functionWords: russianStops }],
  ['sv', { stem: swedish, functionWords: swedishStops }],
  ['tr', { stem: turkish, functionWords: turkishStops }],
  ['zh', { stem: unchanged, functionWords: chineseStops }],
]);
