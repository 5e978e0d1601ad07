import { type ChatRecord, idOnWire } from './chat-record.ts';

export interface StoredAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** All that the live chat knows: the chats, and what it answered under which idempotency key. */
export interface ChatRegistry {
  /** In the order in which they were opened. */
  chats(): readonly ChatRecord[];
  find(chatId: string): ChatRecord | undefined;
  /** The newest chat that goes by this id on the wire. */
  byId(id: string): ChatRecord | undefined;
  open(chat: ChatRecord): void;
  /** Replaces a chat by what `evolve` makes of it. An unknown id changes nothing. */
  change(chatId: string, evolve: (chat: ChatRecord) => ChatRecord): void;
  answers(): ReadonlyMap<string, StoredAnswer>;
  storeAnswer(key: string, answer: StoredAnswer): void;
  /** Calls `listener` after each change of a chat; the returned function ends that. */
  onChange(listener: (chat: ChatRecord) => void): () => void;
}

export interface RegistryContents {
  readonly chats: readonly ChatRecord[];
  readonly answers: Readonly<Record<string, StoredAnswer>>;
}

export function chatRegistry(contents: RegistryContents = { chats: [], answers: {} }): ChatRegistry {
  const chats = new Map(contents.chats.map((chat) => [chat.id, chat]));
  const answers = new Map(Object.entries(contents.answers));
  const listeners = new Set<(chat: ChatRecord) => void>();

  const newest = new Map(contents.chats.map((chat) => [idOnWire(chat), chat.id]));

  const put = (chat: ChatRecord): void => {
    chats.set(chat.id, chat);
    for (const listener of [...listeners]) listener(chat);
  };

  return {
    chats: () => [...chats.values()],
    find: (chatId) => chats.get(chatId),
    byId: (id) => chats.get(newest.get(id) ?? ''),
    open(chat) {
      newest.set(idOnWire(chat), chat.id);
      put(chat);
    },
    change(chatId, evolve) {
      const before = chats.get(chatId);
      if (before === undefined) return;
      const after = evolve(before);
      if (after !== before) put(after);
    },
    answers: () => answers,
    storeAnswer: (key, answer) => void answers.set(key, answer),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
