export interface Written {
  readonly file: string;
  readonly text: string;
}

/** Refused in sentences: comments, strings, documents, screens and titles of tests. */
const phrases: readonly RegExp[] = [
  /\b(whoever|whomever|nobody|somebody|everybody|anybody)\b/gi,
  /\b(lend|lends|lending|lent)\b/gi,
  /\bset(s|ting)? aside\b/gi,
  /\bhand(s|ed|ing)? over\b/gi,
  /\bheld[ -]back\b/gi,
  /\bpostpone[sd]?\b/gi,
  /\bjournal (is|was) (not )?folded\b/gi,
];

/** Refused in `src/` alone, where each is a peer, a caller or a channel; histories of simulators have parties. */
const ofTheCore: readonly RegExp[] = [/\b(party|parties)\b/gi];

/** Refused in names, as a sequence of their words. Ordinary English uses of the same words stand in sentences. */
const names: readonly string[] = [
  ...[
    'lend',
    'lends',
    'lent',
    'lendable',
    'lending',
    'handed',
    'hand over',
    'held back',
    'postponed',
    'insist',
  ],
  ...[
    'waiting item',
    'dead item',
    'outgoing message',
    'consequences of',
    'circumstances',
    'wakes',
    'kept in memory',
  ],
  ...[
    'fold',
    'folding',
    'folded',
    'foldings',
    'set aside',
    'inbound memory',
    'recently seen',
    'keep no longer',
    'erase texts',
  ],
  ...[
    'forget ended',
    'never asked',
    'live on',
    'bury',
    'lease book',
    'chat book',
    'bridge book',
    'known states',
    'deliver outgoing',
  ],
  ...[
    'from the living',
    'reluctant',
    'surroundings',
    'theatre',
    'cast of',
    'weather',
    'plot',
    'fate',
    'mortal',
    'passages',
    'unmet',
  ],
  ...['not fresh', 'fresh ms', 'store condition', 'nobody', 'somebody', 'whoever', 'anybody'],
];

interface Exception {
  readonly file: RegExp;
  readonly word: RegExp;
  readonly why: string;
}

/** Ordinary uses of a retired word, and names that are stored. */
const exceptions: readonly Exception[] = [
  { file: /sentences\.ts$/, word: /nobody|somebody/i, why: 'what customers read speaks as a person would' },
  { file: /scenarios\/silence\//, word: /nobody/i, why: 'quotes the sentences to customers' },
  { file: /storage\/|^docs\//, word: /set aside|postponed/i, why: 'words on the disk of the version before' },
  { file: /migrations\//, word: /lent|lend|fold/i, why: 'SQL of applied migrations does not change' },
  { file: /power-fx|live-chat\/desk\/page/, word: /fold/, why: 'text that folds case, HTML that folds' },
  { file: /\.skill\.yaml$/, word: /hand over/i, why: 'the title of the action, as solutions have it' },
];

const isException = (file: string, word: string): boolean =>
  exceptions.some((each) => each.file.test(file) && each.word.test(word));

export const wordsIn = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export function retiredPhrases({ file, text }: Written): readonly string[] {
  const refused = file.startsWith('src/') ? [...phrases, ...ofTheCore] : phrases;
  return refused.flatMap((phrase) =>
    [...text.matchAll(phrase)]
      .filter(([word]) => !isException(file, word))
      .map(({ 0: word, index }) => `${file}:${lineOf(text, index)}: ${word}`),
  );
}

const retiredName = new RegExp(` (${names.join('|')}) `);

/** Comments are sentences; what is left has names. */
const withoutSentences = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|--[^\n]*|(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g, ' ');

export function retiredIdentifiers({ file, text }: Written): readonly string[] {
  const inName = (name: string) => retiredName.exec(` ${wordsIn(name).join(' ')} `)?.[1];
  const identifiers = /\.(ts|js|mjs)$/.test(file)
    ? [...new Set(withoutSentences(text).match(/[A-Za-z_$][\w$]*/g) ?? [])]
    : [];
  return [file.split('/').at(-1) ?? '', ...identifiers].flatMap((name) => {
    const found = inName(name);
    return found === undefined || isException(file, found) ? [] : [`${file}: ${name} (${found})`];
  });
}
