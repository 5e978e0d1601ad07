/** A run of this many characters that stands in what was sent is no coincidence. */
const quotationLength = 12;
/** Each word of a text as short as this, such as a name, is taken for a quotation. */
const shortText = 64;

/** A text about something that was sent, with an ellipsis wherever it quotes the `words` that were sent. */
export function unquoted(text: string, words: readonly string[]): string {
  const said = words.map((each) => each.toLowerCase()).filter((each) => each.trim() !== '');
  const lower = text.toLowerCase();
  // Of some scripts' letters the lower case is longer, and places would no longer agree.
  if (lower.length !== text.length) return unquoted(lower, words);
  const isQuoted = new Array<boolean>(text.length).fill(false);
  const mark = (start: number, length: number) => isQuoted.fill(true, start, start + length);
  const stands = (part: string) => said.some((each) => each.includes(part));
  for (let start = 0; start + quotationLength <= lower.length; start++) {
    if (stands(lower.slice(start, start + quotationLength))) mark(start, quotationLength);
  }
  for (const { 0: whole, 2: part = '', index } of lower.matchAll(/(["'`«“‘(])(.+?)["'`»”’)]/gu)) {
    if (stands(part)) mark(index, whole.length);
  }
  const short = new Set(
    said.filter((each) => each.length <= shortText).flatMap((each) => each.match(word) ?? []),
  );
  for (const { 0: part, index } of lower.matchAll(word)) {
    const isNumber = /^\p{N}{4,}$/u.test(part);
    if ((part.length > 1 && short.has(part)) || (isNumber && stands(part))) mark(index, part.length);
  }
  return [...isQuoted.keys()].map((at) => shown(text, isQuoted, at)).join('');
}

const word = /[\p{L}\p{M}\p{N}]+/gu;

function shown(text: string, isQuoted: readonly boolean[], at: number): string {
  if (!isQuoted[at]) return text[at] ?? '';
  return isQuoted[at - 1] ? '' : '…';
}
