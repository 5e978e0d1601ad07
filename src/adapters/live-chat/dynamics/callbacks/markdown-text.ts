/*
 * Agents' texts are Markdown. The channel of the customer marks what it is given as plain text, so that the marks would show. Only
 * marks at the edge of words are taken: a name like `order_no_7` and a sum like `2*3*4` stay as they are.
 */

const before = String.raw`(?<![\p{L}\p{N}\\])`;
const after = String.raw`(?![\p{L}\p{N}])`;
const around = (mark: string): RegExp =>
  new RegExp(`${before}${mark}(?=\\S)([^\\n]{0,500}?\\S)${mark}${after}`, 'gu');

const emphases = [
  around(String.raw`\*\*\*`),
  around(String.raw`\*\*`),
  around('__'),
  around('~~'),
  around(String.raw`\*`),
  around('_'),
];
const entities: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['#39', "'"],
  ['amp', '&'],
]);
const longest = 20_000;

/** The text of Markdown as a person reads it. A text that is very long stays as it is. */
export function markdownText(markdown: string): string {
  if (markdown.length > longest) return markdown;
  const parts = markdown.split(/((?<!\\)```[^\n`]{0,100}\n[\s\S]*?\n```|(?<!\\)`[^`\n]+`)/);
  return parts.map((part, index) => (index % 2 === 1 ? codeOf(part) : proseOf(part))).join('');
}

const codeOf = (part: string): string =>
  part.startsWith('```') ? part.replace(/^```[^\n]*\n|\n```$/g, '') : part.slice(1, -1);

function proseOf(part: string): string {
  const bare = part
    .replace(
      /(?<!\\)!?\[([^\]\n]{0,300})(?<!\\)\]\(<?([^\s()<>]{1,2000})>?(?:\s{1,3}"[^"\n]{0,300}")?\)/g,
      (_, name: string, url: string) => (name === '' || name === url ? url : `${name} (${url})`),
    )
    .replace(/<((?:https?|mailto):[^\s<>]+)>/g, '$1')
    .replace(/^ {0,3}#{1,6} +/gm, '')
    .replace(/(?: {2,9}|\\)\n/g, '\n')
    .replace(/<br ?\/?>/gi, '\n')
    .replace(/&(nbsp|lt|gt|quot|#39|amp);/g, (_, name: string) => entities.get(name) ?? '');
  const unmarked = emphases.reduce((text, emphasis) => text.replace(emphasis, '$1'), bare);
  return unmarked.replace(/\\([\\`*_{}[\]()#+\-.!~>|])/g, '$1');
}
