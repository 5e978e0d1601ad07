const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as text: markup in it stays as it was typed, and characters that XML cannot carry are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => replacements[character] ?? '')
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}
