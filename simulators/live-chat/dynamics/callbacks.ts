import type { CallbackStyle } from '../callbacks/style.ts';
import { idOnWire } from '../chats/chat-record.ts';

const TRIES = 3;
/** How long it waits in between is not documented. */
const WAIT_MS = 2_000;

/** Posted to the conversation's own path with a token of Entra, three times at most, and done with any 200. */
export const dynamicsCallbacks: CallbackStyle = {
  async addressed({ url, chat, token }) {
    const path = `/v3/conversations/${encodeURIComponent(idOnWire(chat))}/activities`;
    return { url: `${url}${path}`, headers: token ? { authorization: `Bearer ${await token()}` } : {} };
  },
  answerWithinMs: 10_000,
  retryAfterMs: ({ status }, { count }) => (status === 200 || count >= TRIES ? undefined : WAIT_MS),
  isInOrder: true,
};
