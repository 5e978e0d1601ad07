import { closingBrace } from './closing-brace.ts';
import type { Expression } from './expression.ts';
import { PowerFxError } from './value.ts';

const plain = /(?:""|\{\{|\}\}|[^"{}])*/y;

/** The texts and the sources of the expressions in `$"…"`, in turn, and where it ends. */
interface Interpolation {
  readonly texts: readonly string[];
  readonly sources: readonly string[];
  readonly end: number;
}

/** Reads `$"…"` from its dollar sign on. Throws a {@link PowerFxError} when it never ends. */
export function readInterpolation(source: string, start: number): Interpolation {
  const texts: string[] = [];
  const sources: string[] = [];
  for (let at = start + 2; ; ) {
    plain.lastIndex = at;
    const [text = ''] = plain.exec(source) ?? [];
    texts.push(text.replace(/""|\{\{|\}\}/g, (pair) => pair.charAt(0)));
    at += text.length;
    if (source[at] === '"') return { texts, sources, end: at + 1 };
    if (source[at] !== '{') throw new PowerFxError('a text in $"…" is never closed');
    const end = closingBrace(source, at + 1);
    sources.push(source.slice(at + 1, end));
    at = end + 1;
  }
}

/** All parts put together. */
export function interpolated(
  { texts, sources }: Pick<Interpolation, 'texts' | 'sources'>,
  parse: (source: string) => Expression,
): Expression {
  const args = texts.flatMap((value, at): readonly Expression[] => {
    const source = sources[at];
    const text: Expression = { kind: 'literal', value };
    return source === undefined ? [text] : [text, parse(source)];
  });
  return { kind: 'call', name: 'Concatenate', args };
}
