import { readFileSync } from 'node:fs';
import {
  channelTable,
  type KnownChannel,
  type Reach,
} from '../src/adapters/bot-framework/channel-traits/channel-table.ts';

export const channelTableFile = new URL('../docs/connect-copilot-studio.md', import.meta.url);

const inWords: Readonly<Record<Reach, string>> = {
  'any-time': 'at any time',
  'next-turn': 'in turns',
  never: 'never',
};

const rowOf = ({
  id,
  name,
  reach,
  showsTyping,
  quickReplies,
  markdown,
  limit,
  isPaced,
}: KnownChannel): string => {
  const isReached = Object.values(reach).some((each) => each !== 'never');
  const takes = [
    showsTyping ? 'yes' : 'no',
    quickReplies || 'none',
    markdown,
    `${limit}${isPaced ? ', paced' : ''}`,
  ];
  const cells = [`\`${id}\``, name, inWords[reach.skill], inWords[reach['connected-agent']]];
  return `| ${[...cells, ...(isReached ? takes : takes.map(() => '–'))].join(' | ')} |`;
};

/** The page with the rows of the table of channels as the code has them. */
export function channelTablePage(): string {
  const page = readFileSync(channelTableFile, 'utf8');
  const rows = Object.values(channelTable).map(rowOf).join('\n');
  return page.replace(/(\| `channelId` \| channel .*\n\|[-|]+\|\n)(?:.+\n)*/, `$1${rows}\n`);
}
