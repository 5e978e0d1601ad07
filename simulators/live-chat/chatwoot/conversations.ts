import { randomUUID } from 'node:crypto';
import { asEnded, type ChatRecord, withEntries } from '../chats/chat-record.ts';
import { endedText } from '../chats/ended-text.ts';
import type { RouteOptions } from '../vendor.ts';
import { statusChanged } from './payloads.ts';
import { sourceOf } from './presented.ts';

const minuteMs = 60_000;

/** What may happen to a conversation, from whichever API. */
export function conversations({ registry, tell, choices }: RouteOptions) {
  const change = (
    chat: ChatRecord,
    status: 'open' | 'resolved',
    evolve: (chat: ChatRecord) => ChatRecord,
  ) => {
    const payload = statusChanged(chat, new Date().toISOString(), status);
    registry.change(chat.id, evolve);
    void tell(chat, payload);
  };
  return {
    /** Of a contact, the oldest first. */
    ofSource: (source: string) => registry.chats().filter((chat) => sourceOf(chat) === source),
    of: (source: string, id: string) =>
      registry.chats().findLast((chat) => sourceOf(chat) === source && chat.id === id),
    /** A resolved one stays as it is. */
    resolve(chat: ChatRecord): void {
      if (chat.status === 'ended') return;
      const entry = {
        kind: 'event',
        id: randomUUID(),
        text: endedText('customer'),
        at: new Date().toISOString(),
      } as const;
      change(chat, 'resolved', (found) => asEnded(found, { reason: 'customer', by: 'other-side', entry }));
    },
    /** A contact's words open what was resolved. */
    reopen(chat: ChatRecord): void {
      if (chat.status !== 'ended') return;
      const entry = {
        kind: 'event',
        id: randomUUID(),
        text: 'The conversation was reopened',
        at: new Date().toISOString(),
      } as const;
      change(chat, 'open', (found) => {
        const { endReason: _, endedBy: __, endedAt: ___, ...open } = withEntries(found, entry);
        return { ...open, status: found.agentName === undefined ? 'queued' : 'active' };
      });
    },
    /** Of both sides within a minute. A server has 200 unless told otherwise; this one has a limit where it is told one. */
    isTooFast(chat: ChatRecord): boolean {
      const most = choices().messagesPerMinute;
      if (most === undefined) return false;
      const since = Date.now() - minuteMs;
      const lately = chat.entries.filter((each) => each.kind === 'message' && Date.parse(each.at) > since);
      return typeof most === 'number' && lately.length >= most;
    },
  };
}
