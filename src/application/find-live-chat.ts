import type { LiveChatId } from '../domain/ids.ts';
import type { Clock } from './ports/clock.ts';
import type { SessionStore, StoredSession } from './ports/session-store.ts';

export type FindLiveChat = (id: LiveChatId) => Promise<StoredSession | undefined>;

/** How long an unknown live chat is looked for again while one is being opened. */
const patienceMs = 2000;
const pauseMs = 50;

/**
 * Finds the session of a live chat. A desk can be faster than the answer to our own `start`: as long as any session
 * waits for its live chat, an unknown id is looked for again before it is refused.
 */
export function findLiveChat({
  store,
  clock,
}: {
  readonly store: SessionStore;
  readonly clock: Clock;
}): FindLiveChat {
  return async (id) => {
    const known = await store.ofLiveChat(id);
    if (known) return known;
    const deadline = clock.now() + patienceMs;
    for (;;) {
      const mayAppear = await store.hasRequested();
      const found = await store.ofLiveChat(id);
      if (found || !mayAppear || clock.now() >= deadline) return found;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  };
}
