/** Characters that mean something in Markdown wherever they stand. */
const anywhere = /[\\`*_[\]~|]/g;
/** Characters and numbers that mean something at the beginning of a line. */
const atLineStart = /^(\s*)([#+\-=]|\d+(?=[.)]))/gm;
const urls = /(https?:\/\/[^\s<>"'`*[\](){}\\|]+)/g;

/** Text that Teams shows as it was typed: nothing in it becomes Markdown, HTML or a mention; a bare URL stays text. */
export function escapeMarkdown(text: string): string {
  return text
    .split(urls)
    .map((part, index) => (index % 2 === 1 ? escapeHtml(part) : escapeWords(part)))
    .join('');
}

function escapeWords(text: string): string {
  const escaped = escapeHtml(text.replace(anywhere, '\\$&'));
  return escaped.replace(atLineStart, (_, space: string, mark: string) =>
    /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
  );
}

/** Teams reads HTML, and with it mentions, inside of Markdown. */
function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** An agent's words under the agent's name, or a notice of ours. A single line feed would be swallowed by Markdown. */
export function channelMarkdown(agentName: string | undefined, text: string): string {
  const words = escapeMarkdown(text).replace(/\n/g, '\n\n');
  return agentName === undefined ? words : `**${escapeMarkdown(agentName)}**: ${words}`;
}

/** No UTF-16 code unit of a text takes up more than this as Markdown: `&` becomes `&amp;`, and a mark may get a backslash. */
export const heaviestUnit = 6;

/** The most that a piece of text can take up as Markdown, in UTF-16 code units; a line's first mark may be escaped too. */
export const markdownWeight = (piece: string): number =>
  escapeWords(piece).length + (piece.match(/\n/g)?.length ?? 0) * 2;
