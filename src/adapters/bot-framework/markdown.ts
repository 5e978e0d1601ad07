import { type Scale, splitText } from '../../domain/split-text.ts';
import { channelTable } from './channel-traits/channel-table.ts';

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

/** A line of Markdown that begins with four blanks, or with a tab among fewer, is code. */
const codeIndent = /(?<=\n)(?: {4}| {0,3}\t)[ \t]*/g;
const visibleBlanks: Readonly<Record<string, string>> = { ' ': '&nbsp;', '\t': '&emsp;' };

const withoutCode = (markdown: string): string =>
  markdown.replace(codeIndent, (blanks) =>
    blanks.replace(/[ \t]/g, (blank) => visibleBlanks[blank] ?? blank),
  );

/** An agent's words under the agent's name, or a notice of ours. A single line feed would be swallowed by Markdown. */
export function channelMarkdown(agentName: string | undefined, text: string): string {
  const before = agentName === undefined ? '\n' : `**${escapeMarkdown(agentName)}**: `;
  const marked = withoutCode(before + escapeMarkdown(text)).slice(before.length);
  const words = marked.replace(/\n/g, '\n\n');
  return agentName === undefined ? words : before + words;
}

/** No UTF-16 code unit of a text takes up more than this as Markdown: a blank becomes `&nbsp;`. */
export const heaviestUnit = 6;

const backslashed = new Set([...'\\`*_[]~|'].map((mark) => mark.charCodeAt(0)));
const entities = new Map([...'&<>'].map((mark) => [mark.charCodeAt(0), escapeHtml(mark).length]));
const marksOfLine = new Set([...'#+-=0123456789'].map((mark) => mark.charCodeAt(0)));
const lineFeed = 10;
/** Where a line can begin for a pattern: after a line feed, and after what Unicode calls line and paragraph separators. */
const startsLine = (unit: number): boolean =>
  unit === lineFeed || unit === 13 || unit === 0x2028 || unit === 0x2029;
const wideBlanks = new Set([
  0xa0,
  0x1680,
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
  0xfeff,
  ...Array.from({ length: 11 }, (_, place) => 0x2000 + place),
]);
const isBlank = (unit: number): boolean =>
  unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 0xa0 && wideBlanks.has(unit));
/** The most that each unit of a text can take up as Markdown. Whatever a line can begin with counts after any blank. */
export const markdownScale: Scale = () => {
  let isIndent = true;
  let isAfterBlank = true;
  return (unit) => {
    const couldBeMark = isAfterBlank && marksOfLine.has(unit);
    isAfterBlank = isBlank(unit);
    isIndent = startsLine(unit) || (isIndent && isAfterBlank);
    if (unit === lineFeed) return 2;
    if (isAfterBlank) return isIndent ? heaviestUnit : 1;
    if (couldBeMark || backslashed.has(unit)) return 2;
    return entities.get(unit) ?? 1;
  };
};

/** An agent's name, escaped, and what is put around it. */
const roomForName = 600;

/** A text in pieces of which each fits into a message, as Markdown and under a name; `messageLimit` in UTF-16 code units. */
export function splitForMarkdown(
  text: string,
  messageLimit: number = channelTable.msteams.limit,
): readonly string[] {
  const limit = messageLimit - roomForName;
  // Almost every text is far from any limit, and weighing each of its characters is dear.
  return text.length * heaviestUnit <= limit ? [text] : splitText(text, limit, markdownScale);
}

/** A message as customers see it: an agent's words under the agent's name, or a notice of ours. */
export const markdownMessage = (agentName: string | undefined, text: string) => ({
  type: 'message' as const,
  text: channelMarkdown(agentName, text),
  textFormat: 'markdown' as const,
});
