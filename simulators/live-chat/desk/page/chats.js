const SEEN = 'desk-seen';

/** What the page knows: the conversations, the open one, and how far each was read. */
export function createChats() {
  let tells = [];
  const chats = new Map();
  const seen = new Map(Object.entries(JSON.parse(localStorage.getItem(SEEN) ?? '{}')));

  const heard = (chat) => chat.entries.filter((entry) => isHeard(entry)).length;

  return {
    replaceAll(snapshot) {
      tells = snapshot.tells;
      chats.clear();
      for (const chat of snapshot.chats) chats.set(chat.id, chat);
    },
    /** Whether this live chat has a callback for an end and the like. */
    tellTheOtherSide: () => tells.includes('session-ended'),
    put: (chat) => chats.set(chat.id, chat),
    get: (id) => chats.get(id),
    /** Newest activity first. */
    all: () => [...chats.values()].sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1)),
    unread: (chat) => Math.max(0, heard(chat) - (seen.get(chat.id) ?? 0)),
    markRead(chat) {
      if (seen.get(chat.id) === heard(chat)) return;
      seen.set(chat.id, heard(chat));
      const known = [...seen].filter(([id]) => chats.has(id));
      localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries(known)));
    },
  };
}

function isHeard(entry) {
  return entry.kind === 'message' && !entry.earlier && (entry.from === 'customer' || entry.from === 'notice');
}
