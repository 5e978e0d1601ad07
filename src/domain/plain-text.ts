/** Every C0 control but tab and line feed, and DEL: nobody types them, and terminals and logs obey them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const nameLength = 64;

/** What somebody wrote, without control characters; nothing else is altered. */
export function plainText(text: string): string {
  return text.replace(controls, '');
}

/** A person's name as one line of at most 64 characters; `fallback` when nothing is left of it. */
export function personName(name: string | undefined, fallback: string): string {
  const line = plainText(name ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return fallback;
  // No text has more characters than units.
  return line.length <= nameLength ? line : [...line].slice(0, nameLength).join('');
}
