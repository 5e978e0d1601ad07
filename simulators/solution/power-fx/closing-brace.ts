import { PowerFxError } from './value.ts';

/** Where the brace is closed after which `start` comes. Throws a {@link PowerFxError} when it never is. */
export function closingBrace(source: string, start: number): number {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < source.length; at += 1) {
    const char = source[at];
    if (char === '"') isInText = !isInText;
    else if (!isInText && char === '{') depth += 1;
    else if (!isInText && char === '}' && depth === 0) return at;
    else if (!isInText && char === '}') depth -= 1;
  }
  throw new PowerFxError('a "{" is never closed');
}
