import { liveChatContract } from '../src/adapters/live-chat/reference/contract.ts';

/** Where the contract is published with the sources; a running bridge serves the same. */
export const contractFile = new URL('../docs/live-chat.openapi.json', import.meta.url);

export const contractText = (): string => `${JSON.stringify(liveChatContract(), undefined, 2)}\n`;
