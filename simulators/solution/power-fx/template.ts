import { evaluate } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { Names } from './names.ts';
import { parseUpToBrace } from './parse.ts';
import { asText } from './value.ts';

/** A text with expressions in braces, such as `Hello {Global.Name}`. */
export type Template = readonly (string | Expression)[];

/** Throws a PowerFxError for a brace that is not closed, or an expression that cannot be read. */
export function parseTemplate(source: string): Template {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (;;) {
    const open = source.indexOf('{', at);
    if (open === -1) return [...parts, source.slice(at)];
    const { expression, end } = parseUpToBrace(source, open + 1);
    parts.push(source.slice(at, open), expression);
    at = end + 1;
  }
}

export function fillTemplate(template: Template, names: Names): string {
  return template.map((part) => (typeof part === 'string' ? part : asText(evaluate(part, names)))).join('');
}
