import { liveChatContract } from '../src/adapters/live-chat/reference/contract.ts';

/** Where the contract is published with the sources; a running bridge serves the same. */
export const contractFile = new URL('../docs/live-chat.openapi.json', import.meta.url);

const lineWidth = 110;
/** A list without lists or objects in it, one item a line. */
const flatList = /^(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm;

/** The contract as the formatter of the sources writes JSON: a short list takes one line. */
export const contractText = (): string =>
  `${JSON.stringify(liveChatContract(), undefined, 2)}\n`.replace(
    flatList,
    (list: string, ...[before = '', items = '', after = '']: string[]) => {
      const line = `${before}[${items.trim().replaceAll(/\n */g, ' ')}]${after}`;
      return line.length <= lineWidth ? line : list;
    },
  );
