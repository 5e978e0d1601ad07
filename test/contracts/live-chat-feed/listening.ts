import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedEvent, FollowedSession } from '../../../src/application/ports/live-chat-feed.ts';
import type { FreshFeed } from './fresh-feed.ts';

/** Who follows a live chat as the bridge does: anew from the last bookmark whenever the feed gives up. */
export interface Listening {
  /** All events, in the order in which they were told, repeats among them. */
  readonly events: readonly FeedEvent[];
  /** What has happened by them, each once. */
  labels(): readonly string[];
  isHeard(): boolean;
  /** How often the feed has given up, or said that it does not hear. */
  losses(): number;
  /** The most events that were told at once. */
  mostAtOnce(): number;
  /** Where it would go on. */
  session(): FollowedSession;
  /** Aborts, and resolves when the feed has let go. */
  stop(): Promise<void>;
}

interface ListeningOptions extends Pick<FreshFeed, 'feed' | 'session' | 'label'> {
  /** Takes an event; until it has, no other may be told. */
  readonly take?: (event: FeedEvent) => Promise<void>;
}

export function listen({ feed, session, label, take }: ListeningOptions): Listening {
  const events: FeedEvent[] = [];
  const aborting = new AbortController();
  const { signal } = aborting;
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
  const counts = { losses: 0, atOnce: 0, mostAtOnce: 0 };
  let isHeard = false;
  let at = session;

  const listener = {
    async hear(event: FeedEvent) {
      counts.mostAtOnce = Math.max(counts.mostAtOnce, ++counts.atOnce);
      if (!signal.aborted) await Promise.race([take?.(event), aborted]);
      counts.atOnce--;
      if (signal.aborted) return;
      events.push(event);
      if (event.bookmark !== undefined) at = { ...at, bookmark: event.bookmark };
    },
    heard(now: boolean) {
      if (isHeard && !now) counts.losses++;
      isHeard = now;
    },
  };
  async function run(): Promise<void> {
    while (!signal.aborted) {
      await feed.follow(at, listener, signal).catch(() => undefined);
      listener.heard(false);
      if (!signal.aborted) await sleep(5);
    }
  }

  const running = run();
  return {
    events,
    labels: () => [...new Set(events.flatMap((event) => label(event) ?? []))],
    isHeard: () => isHeard,
    losses: () => counts.losses,
    mostAtOnce: () => counts.mostAtOnce,
    session: () => at,
    async stop() {
      aborting.abort();
      await running;
    },
  };
}
