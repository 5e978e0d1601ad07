/** Every C0 control but tab and line feed, and DEL: no keyboard types them, and terminals and logs obey them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const lineBreaks = /\r\n?/g;
const nameLength = 64;

/** A text of a person, with line feeds for line breaks and without control characters; nothing else is altered. */
export function plainText(text: string): string {
  return text.replace(lineBreaks, '\n').replace(controls, '');
}

/** A text as one line of at most `length` characters. */
export function oneLine(text: string, length: number): string {
  const line = plainText(text).replace(/\s+/g, ' ').trim();
  // No text has more characters than units.
  return line.length <= length ? line : [...line].slice(0, length).join('');
}

/** A person's name as one line of at most 64 characters; `fallback` when nothing is left of it. */
export function personName(name: string | undefined, fallback: string): string {
  return oneLine(name ?? '', nameLength) || fallback;
}

/** At most `length` units of a text, and a sign where something is missing; a surrogate pair is never cut. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.slice(0, length - 1);
  return `${/[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start}…`;
}
