import type { Phrase } from '../solution.ts';

/** The trigger phrases of a file that is no YAML, as far as they stand there as a list with one phrase a line. */
export function phrasesInText(file: string, text: string): readonly Phrase[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^\s*triggerQueries:\s*$/.test(line));
  if (start === -1) return [];
  const phrases: Phrase[] = [];
  for (const [index, line] of lines.slice(start + 1).entries()) {
    const [, phrase] = /^\s*-\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (phrase === undefined || /^\w+:(\s|$)/.test(phrase)) break;
    phrases.push({ text: phrase.replace(/^(["'])(.*)\1$/, '$2'), place: { file, line: start + index + 2 } });
  }
  return phrases;
}
