import { postJson } from '../../web/page/post-json.js';

/** Which chat the page shows: the one that its address names, the one of before, or a new one. */
export function chosenChat() {
  const wanted = new URLSearchParams(location.search);
  const customerName = wanted.get('customer')?.trim().slice(0, 80) || 'Robin Lee';
  const given = wanted.get('chat');
  const storageKey = `teams-chat:${customerName}`;
  return {
    /** A page that shows this one in a frame says whose chat it is, and begins new ones itself. */
    isGiven: given !== null,
    /** Rejects when the server is not there. */
    async find() {
      const known = await existing(given ?? localStorage.getItem(storageKey));
      const chat = known ?? (await postJson('/chats', { name: customerName }, 'The chat'));
      if (given === null) localStorage.setItem(storageKey, chat.conversationId);
      return chat;
    },
    forget: () => localStorage.removeItem(storageKey),
  };
}

async function existing(id) {
  if (!id) return undefined;
  const answer = await fetch(`/chats/${encodeURIComponent(id)}`);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`The chat answered ${answer.status}.`);
  return answer.json();
}
