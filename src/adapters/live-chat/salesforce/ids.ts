import { createHash } from 'node:crypto';
import { type LiveChatId, liveChatId, type SessionId } from '../../../domain/ids.ts';

/** A conversation's id follows from the session, so that a repeated start opens the same one. */
export const conversationOf = (session: SessionId): LiveChatId =>
  liveChatId(uuidOf(`conversation ${session}`));

/** The id of all else that we send follows from its key. */
export const entryIdOf = (key: string): string => uuidOf(`entry ${key}`);

/** The same UUID for the same name. Salesforce takes version 4 alone, and no capital letters. */
function uuidOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
