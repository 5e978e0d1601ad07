import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { z } from 'zod';
import { SolutionProblem } from '../problem.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
});

/** An XML document as plain objects, attributes under `@name`. Throws a {@link SolutionProblem} for what is not XML. */
function parseXml(file: string, text: string): unknown {
  // Entities of a document's own are how small files become huge ones; no export has them.
  const doctype = text.search(/<!DOCTYPE/i);
  if (doctype !== -1)
    throw new SolutionProblem(
      { file, line: lineAt(text, doctype) },
      'has a DOCTYPE, which an export never has',
    );
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new SolutionProblem({ file, line: valid.err.line }, `is not XML: ${valid.err.msg}`);
  return parser.parse(text);
}

/** The document, which has to look like `schema`. */
export function readXml<Shape>(file: string, text: string, schema: z.ZodType<Shape>): Shape {
  const read = schema.safeParse(parseXml(file, text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path.map(String).join(' › ') ?? '';
  throw new SolutionProblem({ file, line: 1 }, `${path}: ${issue?.message ?? 'is not understood'}`);
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
