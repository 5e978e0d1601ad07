import { readInterpolation } from './interpolation.ts';
import { PowerFxError } from './value.ts';

export type Token =
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  /** `$"…"` */
  | {
      readonly kind: 'interpolated';
      readonly value: string;
      readonly texts: readonly string[];
      readonly sources: readonly string[];
      readonly at: number;
    }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'name'; readonly value: string; readonly at: number }
  | { readonly kind: 'sign'; readonly value: string; readonly at: number }
  | { readonly kind: 'end'; readonly value: ''; readonly at: number };

const patterns = {
  /** Spaces and comments. */
  blank: /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y,
  text: /"(?:[^"]|"")*"/y,
  number: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  name: /[\p{L}_][\p{L}\p{N}_]*/uy,
  quotedName: /'(?:[^']|'')+'/y,
  sign: /<>|<=|>=|&&|\|\||[=<>+\-*/&!(){}[\],:.%^]/y,
} as const;

/** Throws a {@link PowerFxError} at a character that begins no token. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const blank = match(patterns.blank, source, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const { token, length } = tokenAt(source, at);
    tokens.push(token);
    at += length;
  }
  return [...tokens, { kind: 'end', value: '', at: source.length }];
}

function tokenAt(source: string, at: number): { readonly token: Token; readonly length: number } {
  if (source.startsWith('$"', at)) {
    const { end, ...parts } = readInterpolation(source, at);
    return { token: { kind: 'interpolated', value: '$', ...parts, at }, length: end - at };
  }
  const text = match(patterns.text, source, at);
  if (text !== undefined)
    return {
      token: { kind: 'text', value: text.slice(1, -1).replaceAll('""', '"'), at },
      length: text.length,
    };
  const number = match(patterns.number, source, at);
  if (number !== undefined)
    return { token: { kind: 'number', value: Number(number), at }, length: number.length };
  const name = match(patterns.name, source, at);
  if (name !== undefined) return { token: { kind: 'name', value: name, at }, length: name.length };
  const quoted = match(patterns.quotedName, source, at);
  if (quoted !== undefined)
    return {
      token: { kind: 'name', value: quoted.slice(1, -1).replaceAll("''", "'"), at },
      length: quoted.length,
    };
  const sign = match(patterns.sign, source, at);
  if (sign !== undefined) return { token: { kind: 'sign', value: sign, at }, length: sign.length };
  throw new PowerFxError(`the character ${JSON.stringify(source[at])} is not known here`);
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
