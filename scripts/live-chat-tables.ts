import { existsSync, readFileSync } from 'node:fs';
import type { LiveChatVendor } from '../src/adapters/live-chat/vendor.ts';
import { vendors } from '../src/adapters/live-chat/vendors.ts';
import type { AgentStatus } from '../src/application/ports/inbound.ts';
import type { LiveChatCapabilities } from '../src/application/ports/live-chat.ts';
import type { Briefing } from '../src/domain/briefing.ts';

/* The tables of live chats in README.md and in each vendor's page, as the adapters declare themselves. */

export interface Page {
  readonly file: URL;
  readonly text: string;
}

/** Vendors that are wanted and not there yet. */
const coming: readonly string[] = [];

/** Every page with a table of live chats, with its tables as they have to be. */
export function pagesWithTables(): readonly Page[] {
  const readme = pageAt('README.md', (text) => between(text, 'live chats', overview()));
  const pages = vendors.map((vendor) =>
    pageAt(`docs/live-chats/${vendor.kind}.md`, (text) => between(text, 'capabilities', detailsOf(vendor))),
  );
  return [readme, ...pages];
}

function pageAt(path: string, written: (text: string) => string): Page {
  const file = new URL(`../${path}`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${path} is missing: each live chat has its page.`);
  return { file, text: written(readFileSync(file, 'utf8')) };
}

/** Throws where a page has no place for its table. */
function between(text: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, 's');
  if (!place.test(text)) throw new Error(`A page has no <!-- ${name} --> and <!-- /${name} -->.`);
  return text.replace(place, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}

type Row = readonly string[];

const tableOf = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function overview(): string {
  const head = [
    'live chat',
    'the start carries',
    'typing',
    'joined, left, transferred',
    'queue',
    'the agent’s end',
    'the customer’s end',
    'a start can be refused as',
    'what else proves it offline',
    'not verified',
  ];
  const rest = head.slice(2).map(() => '');
  return tableOf(head, [...vendors.map(overviewOf), ...coming.map((title) => [title, 'coming', ...rest])]);
}

function overviewOf({ kind, capabilities, profile }: LiveChatVendor): Row {
  const page = `docs/live-chats/${kind}.md`;
  const open = profile.unverified.length;
  return [
    `[${profile.title}](${page}) \`${kind}\``,
    listOf(carriedOf(capabilities)),
    typingOf(capabilities.typing, tells(profile, 'typing')),
    listOf(profile.tells.filter((type) => type === 'joined' || type === 'left' || type === 'transferred')),
    yesOrNo(tells(profile, 'queue-position')),
    endByAgent(profile),
    profile.endByCustomer,
    listOf(profile.refusals),
    listOf(profile.judges, 'nothing'),
    open === 0 ? 'nothing beyond its own contract' : `[${open} points](${page}#not-verified)`,
  ];
}

function typingOf(toAgent: boolean, toCustomer: boolean): string {
  if (toAgent) return toCustomer ? 'both ways' : 'to the agent';
  return toCustomer ? 'to the customer' : 'none';
}

/** What a vendor's page says of it: what it can and cannot do, and what is not verified. */
function detailsOf({ capabilities, profile }: LiveChatVendor): string {
  const rows: readonly Row[] = [
    ['The start carries', carriedOrLater(capabilities)],
    ['It opens with words alone', yesOrNo(capabilities.needsFirstWords)],
    ['A repeated start', capabilities.startIsRepeatable ? 'opens one chat' : 'may open a second chat'],
    ['A repeated message', capabilities.sayIsRepeatable ? 'is shown once' : 'may be shown twice'],
    [
      'Words after the end',
      capabilities.afterEnd === 'refuses' ? 'are refused' : 'reopen it; the bridge ends it again',
    ],
    ['The agent sees that the customer is typing', yesOrNo(capabilities.typing)],
    ['The agent sees that words were', listOf(capabilities.receipts ?? [], 'no receipts')],
    ['The customer sees that the agent is typing', yesOrNo(tells(profile, 'typing'))],
    ['The customer is told that an agent joined', yesOrNo(tells(profile, 'joined'))],
    ['The customer is told that an agent left', yesOrNo(tells(profile, 'left'))],
    ['The customer is told of a transfer', yesOrNo(tells(profile, 'transferred'))],
    ['The customer is told the place in the queue', yesOrNo(tells(profile, 'queue-position'))],
    ['The agent’s end', endByAgent(profile)],
    ['The customer’s end', profile.endByCustomer],
    ['A start can be refused as', listOf(profile.refusals)],
    ['Callbacks come to', profile.callbackPath === undefined ? 'nowhere' : `\`${profile.callbackPath}\``],
    ['What else proves it offline', listOf(profile.judges, 'nothing')],
  ];
  const unverified = profile.unverified.map((sentence) => `- ${sentence}`);
  const rest = unverified.length === 0 ? [] : ['', '### Not verified', '', ...unverified];
  return [tableOf(['what', 'how it is'], rows), ...rest].join('\n');
}

const briefing = ['problem', 'transcript', 'context'] as const satisfies readonly (keyof Briefing)[];

function carriedOf({ startCarries, needsFirstWords }: LiveChatCapabilities): readonly string[] {
  const isFirst = needsFirstWords && !startCarries.includes('problem');
  return isFirst ? ['problem as first words', ...startCarries] : startCarries;
}

function carriedOrLater(capabilities: LiveChatCapabilities): string {
  const { startCarries, needsFirstWords } = capabilities;
  const carried = listOf(carriedOf(capabilities));
  const later = briefing.filter(
    (each) => !startCarries.includes(each) && !(needsFirstWords && each === 'problem'),
  );
  return later.length === 0 ? carried : `${carried}; ${listOf(later)} as messages`;
}

type Profile = LiveChatVendor['profile'];

const tells = ({ tells }: Profile, type: AgentStatus['type']): boolean => tells.includes(type);

function endByAgent(profile: Profile): string {
  if (!tells(profile, 'ended')) return 'not told';
  return profile.endCauses.length === 0 ? 'told' : `told as ${listOf(profile.endCauses)}`;
}

const yesOrNo = (is: boolean): string => (is ? 'yes' : 'no');
const listOf = (words: readonly string[], none = 'none'): string =>
  words.length === 0 ? none : words.join(', ');
