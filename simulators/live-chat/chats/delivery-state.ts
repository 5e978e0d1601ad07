import { randomBytes } from 'node:crypto';
import type { CallbackResult } from '../live-chat.ts';
import { asEnded, type ChatRecord, type Entry } from './chat-record.ts';

const GONE = 410;

/** The chat once the callback of one of its entries was answered; `sending` resets it. */
export function settled(chat: ChatRecord, entryId: string, answer: CallbackResult | 'sending'): ChatRecord {
  const noted = replace(chat, entryId, (entry) => withAnswer(entry, answer));
  if (answer === 'sending' || answer.status !== GONE) return noted;
  return asEnded(noted, {
    reason: 'gone',
    by: 'other-side',
    entry: {
      kind: 'event',
      id: `evt_${randomBytes(12).toString('base64url')}`,
      text: 'The conversation is over: the customer is no longer here',
      at: new Date().toISOString(),
    },
  });
}

/** The chat with the reason why this entry is not through yet. */
export function stillTrying(chat: ChatRecord, entryId: string, answer: CallbackResult): ChatRecord {
  return replace(chat, entryId, (entry) => ({ ...entry, failure: reasonOf(answer) }));
}

function replace(chat: ChatRecord, entryId: string, change: (entry: Entry) => Entry): ChatRecord {
  if (!chat.entries.some(({ id }) => id === entryId)) return chat;
  return { ...chat, entries: chat.entries.map((entry) => (entry.id === entryId ? change(entry) : entry)) };
}

function withAnswer(entry: Entry, answer: CallbackResult | 'sending'): Entry {
  const { failure: _, ...rest } = entry;
  if (answer === 'sending') return { ...rest, delivery: 'sending' };
  if (answer.status >= 200 && answer.status < 300) {
    const { callback: __, ...delivered } = rest;
    return { ...delivered, delivery: 'delivered' };
  }
  return { ...rest, delivery: 'failed', failure: reasonOf(answer) };
}

function reasonOf({ status, body }: CallbackResult): string {
  const said = errorOf(body);
  if (status === 0) return said ?? 'no answer';
  return said === undefined ? `${status}` : `${status} ${said}`;
}

/** `error` as the reference contract has it, `detail` and `title` as problem details have them. */
function errorOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const said = [...Object.entries(body)].filter(([name]) => ['error', 'detail', 'title'].includes(name));
  return said.map(([, value]) => value).find((value) => typeof value === 'string');
}
