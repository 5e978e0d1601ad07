import { type MomentType, momentAt } from '../../power-fx/dates/moment.ts';
import { parseMoment } from '../../power-fx/dates/parse-moment.ts';
import type { Value } from '../../power-fx/value.ts';
import type { Language } from '../../recognition/language.ts';

/** `31.01.2026`, and outside of the United States `31/01/2026`. */
const dayFirst = /\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b/;
const spelledOut = [
  /\b\d{4}-\d{1,2}-\d{1,2}\b(?:T| +)?(?:\d{1,2}:\d{2}(?::\d{2})?)?/,
  /\b\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})\b(?: +(?:at +)?\d{1,2}:\d{2}(?: ?[ap]m)?)?/i,
  /\b\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9},? \d{4}\b(?:,? +(?:at +)?\d{1,2}:\d{2}(?: ?[ap]m)?)?/i,
  /\b[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b(?:,? +(?:at +)?\d{1,2}:\d{2}(?: ?[ap]m)?)?/i,
] as const;

/** The date or the time that a customer's words name in digits or in English; undefined when they name none. */
export function timeIn(text: string, type: MomentType, { tag }: Language): Value | undefined {
  const inOrder = isMonthFirst(tag) ? text : text.replace(dayFirst, '$4-$3-$1');
  const candidates = spelledOut.flatMap((pattern) => pattern.exec(inOrder)?.[0] ?? []);
  for (const candidate of candidates) {
    const parsed = parseMoment(plainly(candidate));
    if (parsed?.day !== undefined)
      return momentAt(type, type === 'Date' ? parsed.day : parsed.day + parsed.time);
  }
  return undefined;
}

const isMonthFirst = (tag: string): boolean => /^en(-us|-ph)?$/i.test(tag);

const plainly = (text: string): string =>
  text
    .replace(/(\d)(?:st|nd|rd|th)\b/i, '$1')
    .replace(/\bof /i, '')
    .replace(/,? +at +/i, ' ')
    .replace(/(\d{4}),/, '$1')
    .trim();
