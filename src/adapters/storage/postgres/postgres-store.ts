import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../application/ports/clock.ts';
import type { LaneNotifications } from '../../../application/ports/lane-notifications.ts';
import type { Log } from '../../../application/ports/log.ts';
import type { Lane, Outbox, OutboxMessage } from '../../../application/ports/outbox.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import { type Closable, type CompleteStore, once } from '../record/complete-store.ts';
import { retryWhileUnavailable, settlingMs } from '../record/retry-while-unavailable.ts';
import { type DatabaseOptions, openDatabase } from './connection/database.ts';
import { expectReady } from './connection/expect-ready.ts';
import type { StoreContext } from './connection/store-context.ts';
import { startCompactingCounts } from './health/compact-counts.ts';
import { postgresHealth } from './health/postgres-health.ts';
import { inDoubtLeases } from './outbox/in-doubt-leases.ts';
import { releaseLanes, releasingMs } from './outbox/lane-steps.ts';
import { postgresOutbox } from './outbox/postgres-outbox.ts';
import { listenForLanes } from './replicas/lane-listener.ts';
import { type LaneNotifier, laneNotifier } from './replicas/lane-notifier.ts';
import { postgresFeeds } from './replicas/postgres-feeds.ts';
import { startHeartbeat } from './replicas/replica-heartbeat.ts';
import { postgresRetention } from './retention/postgres-retention.ts';
import { commitSettling } from './sessions/commit-settling.ts';
import { postgresSessions } from './sessions/postgres-sessions.ts';
import { sessionStateCache } from './sessions/session-state-cache.ts';
import { postgresTimelines } from './timelines/postgres-timelines.ts';

export interface PostgresStoreOptions extends DatabaseOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sessions in PostgreSQL, for any number of replicas side by side. Rejects when the database cannot be reached, or lacks a
 * migration, with what has to be done.
 */
export async function postgresStore(
  options: PostgresStoreOptions,
): Promise<CompleteStore & LaneNotifications & Closable> {
  const { clock, log } = options;
  await expectReady(options);
  const database = openDatabase(options, log);
  const replica = randomUUID();
  const context = { database, clock, log, replica, states: sessionStateCache() };
  const heartbeat = await startHeartbeat(context);
  const stopCompacting = startCompactingCounts(context);
  const listening = await listenForLanes({ options, replica, clock, log });
  const notifier = laneNotifier(context);
  const release = releaseLanes(context);
  const inDoubt = inDoubtLeases(context, release);
  const sessions = postgresSessions(context, { release, inDoubt });
  const outbox = postgresOutbox(context, { release, inDoubt });
  return {
    ...notifying(sessions, outbox, { context, notifier }),
    ...postgresRetention(context),
    ...postgresHealth(context),
    ...postgresFeeds(context),
    ...postgresTimelines(context),
    onLaneFilled: listening.onLaneFilled,
    close: once(async () => {
      await notifier.flush();
      await stopCompacting();
      await heartbeat.stop();
      await listening.stop();
      await database.close();
    }),
  };
}

interface Around {
  readonly context: StoreContext;
  readonly notifier: LaneNotifier;
}

/** The same store, which notifies other replicas of lanes that it does not deliver and retries what settles or releases. */
function notifying(
  sessions: SessionStore,
  outbox: Outbox,
  { context, notifier }: Around,
): SessionStore & Outbox {
  const { clock, log, replica } = context;
  return {
    ...sessions,
    ...outbox,
    async commit(change) {
      const { settled } = change;
      const commit = () => sessions.commit(change);
      const committed = await (settled ? commitSettling(context, settlingMs, { settled, commit }) : commit());
      if (committed.outcome === 'committed') {
        notifier.laneFilled(lanesOf(change.messages));
        for (const { lane } of committed.leased ?? []) notifier.laneTaken(lane);
      }
      return committed;
    },
    async lease(lane, forMs, purpose) {
      const lease = await outbox.lease(lane, forMs, purpose);
      // If another replica holds it, that one goes on to what was just added.
      notifier.laneTaken(lane);
      return lease;
    },
    settle: (settled) => retryWhileUnavailable(clock, settlingMs, () => outbox.settle(settled)),
    async release(lease) {
      try {
        await outbox.release(lease);
      } catch (error) {
        // While this replica lives, no other could lease the lane until the lease ends.
        retryWhileUnavailable(clock, releasingMs, () => outbox.release(lease)).catch((err: Error) => {
          log.warn({ replica, session: lease.lane.sessionId, err }, 'lane-not-given-back');
        });
        throw error;
      }
    },
  };
}

const lanesOf = (messages: readonly OutboxMessage[]): readonly Lane[] =>
  messages.map(({ sessionId, direction }) => ({ sessionId, direction }));
