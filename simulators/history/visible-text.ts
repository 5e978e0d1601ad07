const named = /^\*\*((?:\\.|[^*\\])+)\*\*: /;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  emsp: '\t',
};
const links = /(?<!\\)\[([^\]]*)(?<!\\)\]\([^)]*\)/g;
const urls = /(https?:\/\/[^\s<>"'`*[\](){}\\|]+)/g;

/** The words of a message in Teams without the agent's name before them, and whether there was one. */
export function visibleText(markdown: string): { readonly isNamed: boolean; readonly text: string } {
  const isNamed = named.test(markdown);
  const words = markdown.replace(named, '').replace(links, '$1');
  const text = words
    .split(urls)
    .map((part, index) => (index % 2 === 1 ? decoded(part) : rendered(part)))
    .join('');
  return { isNamed, text: text.replace(/\n\n/g, '\n') };
}

/** What a reader sees of Markdown: marks and tags are gone, what was escaped stands as it is. */
function rendered(markdown: string): string {
  const marks = /\\([!-/:-@[-`{-~])|<[^>]*>|[*`~]+|\b_+|_+\b/g;
  const seen = markdown.replace(marks, (_, literal?: string) => literal ?? '');
  return decoded(seen);
}

const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|nbsp|emsp);/g, (_, name: string) => entities[name] ?? '');
