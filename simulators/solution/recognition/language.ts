import { type Vocabulary, vocabularies } from './languages.ts';
import { ownWords } from './own-words.ts';

/** A language as recognition needs it. All words are plain: small letters, no accents. */
export interface Language {
  /** Such as `de-DE`. */
  readonly tag: string;
  readonly stem: Vocabulary['stem'];
  readonly functionWords: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  readonly opposites: readonly (readonly [string, string])[];
  readonly questions: ReadonlySet<string>;
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  /** What people say beside a yes or a no. */
  readonly thanks: ReadonlySet<string>;
  words(text: string): readonly string[];
}

/** Numbers by which Dataverse names the languages in which agents are written. */
const tags: ReadonlyMap<number, string> = new Map([
  [1025, 'ar-SA'],
  [1028, 'zh-TW'],
  [1029, 'cs-CZ'],
  [1030, 'da-DK'],
  [1031, 'de-DE'],
  [1032, 'el-GR'],
  [1033, 'en-US'],
  [1034, 'es-ES'],
  [1035, 'fi-FI'],
  [1036, 'fr-FR'],
  [1040, 'it-IT'],
  [1041, 'ja-JP'],
  [1042, 'ko-KR'],
  [1043, 'nl-NL'],
  [1044, 'nb-NO'],
  [1045, 'pl-PL'],
  [1046, 'pt-BR'],
  [1049, 'ru-RU'],
  [1053, 'sv-SE'],
  [1054, 'th-TH'],
  [1055, 'tr-TR'],
  [1057, 'id-ID'],
  [1081, 'hi-IN'],
  [2052, 'zh-CN'],
  [2057, 'en-GB'],
  [2058, 'es-MX'],
  [2070, 'pt-PT'],
  [3076, 'zh-HK'],
  [3081, 'en-AU'],
  [3082, 'es-ES'],
  [3084, 'fr-CA'],
  [21514, 'es-US'],
]);

/** The tag of a language by Dataverse's number for it; English when there is none or it is not known. */
export const languageTagOf = (lcid: number | undefined): string => tags.get(lcid ?? 1033) ?? 'en-US';

/** Small letters without accents; in German `oe` is another spelling of `ö`. */
function plainForm(text: string, code: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replaceAll('ß', 'ss');
  return code === 'de' ? plain.replace(/([aou])e/g, '$1') : plain;
}

const known = new Map<string, Language>();

export function languageOf(tag: string): Language {
  const language = known.get(tag) ?? languageFor(tag);
  known.set(tag, language);
  return language;
}

function languageFor(tag: string): Language {
  const [code = 'en'] = tag.toLowerCase().split('-');
  const { stem, functionWords } = vocabularies.get(code) ?? { stem: (word) => word, functionWords: [] };
  const own = ownWords[code] ?? ownWords.en;
  const plain = (word: string) => plainForm(word, code);
  const listed = (words = ''): readonly string[] => words.split(' ').filter(Boolean).map(plain);
  const negations = new Set(listed(own?.negations));
  const carrying = new Set([...negations, ...listed(own?.carrying)]);
  return {
    tag,
    stem,
    functionWords: new Set(
      [...functionWords.map(plain), ...listed(own?.wishes)].filter((word) => !carrying.has(word)),
    ),
    negations,
    opposites: listed(own?.opposites).map((pair) => {
      const [one = '', other = ''] = pair.split('/');
      return [one, other];
    }),
    questions: new Set(listed(own?.questions)),
    yes: new Set(listed(own?.yes)),
    no: new Set(listed(own?.no)),
    thanks: new Set(listed(own?.thanks)),
    words: (text) => wordsOf(text, tag, code),
  };
}

/** Scripts that write no spaces. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** A text of signs alone, such as an emoji, means itself. */
function wordsOf(text: string, tag: string, code: string): readonly string[] {
  const plain = plainForm(text, code);
  const words = plain.match(/[\p{L}\p{N}\p{M}]+(?:\.\p{N}+)*/gu) ?? plain.match(/\S+/gu) ?? [];
  if (!words.some((word) => unspaced.test(word))) return words;
  const segmenter = new Intl.Segmenter(tag, { granularity: 'word' });
  return words.flatMap((word) => [...segmenter.segment(word)].map(({ segment }) => segment));
}
