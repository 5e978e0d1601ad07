/**
 * What a terminal obeys or what changes the order of what it shows: controls (C0 but tab and line feed, DEL, C1), line
 * and paragraph separators, and marks of direction.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text as a terminal may have it: what a terminal would obey is written as `\u001b`, as JSON does it. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(obeyed, escaped);
}

/** The same as one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\t\n]/g, escaped);

const escaped = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
