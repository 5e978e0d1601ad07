import { isOpen } from '../../domain/handoff-session.ts';
import { retryDelayMs } from '../delivery/retry-policy.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { LiveChatAnswer, RecordAgentStatus, RelayAgentMessage } from '../ports/inbound.ts';
import type { FeedEvent, FollowedSession, LiveChatFeed } from '../ports/live-chat-feed.ts';
import { toError } from '../ports/log.ts';
import { type SessionStore, type StoredSession, StoreUnavailable } from '../ports/session-store.ts';

export interface FollowPorts extends Pick<DrivenPorts, 'clock' | 'log'> {
  readonly feed: LiveChatFeed;
  readonly store: Pick<SessionStore, 'ofId'>;
  readonly relayAgentMessage: RelayAgentMessage;
  readonly recordAgentStatus: RecordAgentStatus;
  readonly ids: Pick<Ids, 'random'>;
}

export interface Following {
  readonly until: AbortSignal;
  /** The session takes nothing any more: aborts `until`. */
  readonly stop: () => void;
  readonly heard: (isHeard: boolean) => void;
}

/** A live chat is heard again within 10 s of when it can be. */
const reconnecting = { firstDelayMs: 300, maxDelayMs: 8000 };
/** How long an event waits that cannot be taken now, because words wait for the customer or the store is away. */
const takeAgainMs = 500;

/** Follows one live chat until the session is over or `until` is aborted, and connects anew after each failure. */
export async function followSession(
  ports: FollowPorts,
  first: FollowedSession,
  { until, stop, heard }: Following,
): Promise<void> {
  const { feed, clock, ids, log } = ports;
  let session: FollowedSession = first;
  let failures = 0;
  const listener = {
    hear: (event: FeedEvent) => take(() => takeOnce(ports, first, event), ports.clock, { until, stop }),
    heard(isHeard: boolean) {
      if (isHeard) failures = 0;
      heard(isHeard);
    },
  };
  while (!until.aborted) {
    try {
      await feed.follow(session, listener, until);
    } catch (error) {
      log.warn({ session: first.sessionId, err: toError(error) }, 'feed-failed');
    }
    heard(false);
    failures++;
    await pause(clock, retryDelayMs({ number: failures, random: ids.random() }, reconnecting), until);
    session = until.aborted ? session : await whereToGoOn(ports, session, stop);
  }
}

/** What is committed may lag behind what was told: it is told again and has no second effect. */
async function whereToGoOn(
  { store }: FollowPorts,
  session: FollowedSession,
  stop: () => void,
): Promise<FollowedSession> {
  let stored: StoredSession | undefined;
  try {
    stored = await store.ofId(session.sessionId);
  } catch {
    return session;
  }
  if (stored === undefined || !isOpen(stored.session)) stop();
  const bookmark = stored && 'feedBookmark' in stored.session ? stored.session.feedBookmark : undefined;
  return bookmark === undefined ? session : { ...session, bookmark };
}

/** Has an event taken, however long that lasts: what comes behind it must not overtake it. */
async function take(
  attempt: () => Promise<LiveChatAnswer | 'unavailable'>,
  clock: Clock,
  { until, stop }: Pick<Following, 'until' | 'stop'>,
): Promise<void> {
  while (!until.aborted) {
    const answer = await attempt();
    switch (answer) {
      case 'accepted':
      case 'duplicate':
        return;
      case 'ended':
      case 'unknown':
        return stop();
      case 'full':
      case 'opening':
      case 'unavailable':
        await pause(clock, takeAgainMs, until);
    }
  }
}

async function takeOnce(
  { relayAgentMessage, recordAgentStatus }: FollowPorts,
  { sessionId }: FollowedSession,
  event: FeedEvent,
): Promise<LiveChatAnswer | 'unavailable'> {
  const of = { sessionId };
  try {
    if (event.kind === 'status') return await recordAgentStatus({ of, ...event });
    const { kind: _, ...message } = event;
    return await relayAgentMessage({ of, ...message });
  } catch (error) {
    if (error instanceof StoreUnavailable) return 'unavailable';
    throw error;
  }
}

function pause(clock: Clock, ms: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (until.aborted) return resolve();
    const done = () => {
      cancel();
      until.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    until.addEventListener('abort', done);
  });
}
