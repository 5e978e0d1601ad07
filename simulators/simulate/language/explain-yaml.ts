import { type Document, isAlias, isScalar, visit, type YAMLError } from 'yaml';

/** Something that is not readable as YAML, and where it stands in the text. */
export interface Unreadable {
  readonly offset: number;
  readonly text: string;
}

/** Everything that keeps a document from being read. */
export function unreadableIn(document: Document.Parsed): readonly Unreadable[] {
  const found = document.errors.map((error) => ({ offset: error.pos[0], text: inPlainWords(error) }));
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const text = `"*${node.source}" has to stand in quotes, since it begins with a star`;
      found.push({ offset: node.range?.[0] ?? 0, text });
    } else if (isScalar(node) && node.anchor !== undefined && node.range) {
      const text = `"&${node.anchor}" has to stand in quotes, since it begins with an ampersand`;
      found.push({ offset: node.range[0], text });
    }
  });
  return found;
}

const quotes = 'has to stand in quotes';

function inPlainWords({ code, message }: YAMLError): string {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `a text with a colon and a blank in it ${quotes}`;
    case 'BAD_SCALAR_START':
      return `a text that begins with ${message.at(-1)} ${quotes}`;
    case 'MULTILINE_IMPLICIT_KEY':
      return 'the line has no colon after its first word';
    case 'TAB_AS_INDENT':
      return 'the line begins with a tab, and has to begin with blanks';
    case 'DUPLICATE_KEY':
      return 'the key stands here a second time';
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? `the bracket in the line before is not closed`
        : 'the line does not begin below the one before it; a step begins with "- " in the same column as the others';
    case 'MISSING_CHAR':
      return message.includes('quote') ? 'a quote is not closed' : 'the line has no colon after its key';
    case 'UNEXPECTED_TOKEN':
      return 'the line goes on after its value has ended: put the whole value in quotes';
    default:
      return `this is no YAML: ${message}`;
  }
}
