import type { ChatRecord, Entry } from '../../chats/chat-record.ts';
import type { ChatRegistry } from '../../chats/chat-registry.ts';
import type { Chosen } from '../choices.ts';
import { failure, listed, type Request, success, type Update } from '../wire/wire.ts';
import { keyOf } from './conversations.ts';

type Updating = Extract<Request, { readonly action: 'UPDATE_MESSAGES' }>;

/** What became of agents' words on their way to the person, and how they were changed; the agent sees it at once. */
export function update(
  request: Updating,
  registry: ChatRegistry,
  { thirdPartyChat }: Chosen,
): typeof success | ReturnType<typeof failure> {
  if (!thirdPartyChat) return failure('Action not supported', 'third_party_chat is not true');
  const chat = registry.byId(keyOf(request));
  if (chat !== undefined) registry.change(chat.id, (now) => listed(request.message).reduce(updated, now));
  return success;
}

function updated(chat: ChatRecord, update: Update): ChatRecord {
  return {
    ...chat,
    entries: chat.entries.map((entry) => (entry.id === update.id ? told(entry, update) : entry)),
  };
}

function told(entry: Entry, { status, text }: Update): Entry {
  const written = { ...entry, ...(text && { text }) };
  switch (status?.toLowerCase()) {
    case 'external_error':
      return { ...written, delivery: 'failed', failure: 'not delivered to the person' };
    case 'sent_to_user':
      return { ...written, delivery: 'delivered' };
    case undefined:
      return written;
  }
  return written;
}
