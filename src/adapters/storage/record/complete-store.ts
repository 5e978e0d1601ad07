import type { FeedLeases } from '../../../application/ports/live-chat-feed.ts';
import type { Outbox } from '../../../application/ports/outbox.ts';
import type { Retention } from '../../../application/ports/retention.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import type { SessionTimelines } from '../../../application/ports/session-timelines.ts';
import type { StoreHealth } from '../../../application/ports/store-health.ts';

export type CompleteStore = SessionStore & Outbox & Retention & StoreHealth & FeedLeases & SessionTimelines;

export interface Closable {
  /** Finishes what was accepted, and gives back what the store holds. It takes nothing afterwards. A repeat waits for the first. */
  close(): Promise<void>;
}

/** Runs a task at the first call; each further one gets the same outcome. */
export function once(task: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= task();
    return done;
  };
}
