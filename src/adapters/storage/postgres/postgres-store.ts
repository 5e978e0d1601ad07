import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../application/ports/clock.ts';
import type { LaneNotifications } from '../../../application/ports/lane-notifications.ts';
import type { Log } from '../../../application/ports/log.ts';
import type { Lane, Outbox, OutboxMessage } from '../../../application/ports/outbox.ts';
import type { Retention } from '../../../application/ports/retention.ts';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import type { StoreHealth } from '../../../application/ports/store-health.ts';
import { retryWhileUnavailable, settlingMs } from '../record/retry-while-unavailable.ts';
import { type DatabaseOptions, openDatabase } from './connection/database.ts';
import { expectReady } from './connection/expect-ready.ts';
import type { Asking } from './connection/store-context.ts';
import { sumUpCounts } from './health/compact-counts.ts';
import { postgresCondition } from './health/postgres-health.ts';
import { takingInDoubt } from './outbox/in-doubt-leases.ts';
import { postgresOutbox } from './outbox/postgres-outbox.ts';
import { releaseLanes, releasingMs } from './outbox/release-leases.ts';
import { listenForWakes } from './replicas/lane-listener.ts';
import { type Announcements, announcements } from './replicas/lane-notifier.ts';
import { liveOn } from './replicas/replica-heartbeat.ts';
import { postgresRetention } from './retention/postgres-retention.ts';
import { commitSettling } from './sessions/commit-settling.ts';
import { postgresSessions } from './sessions/postgres-sessions.ts';
import { knownStates } from './sessions/session-state-cache.ts';

export interface PostgresStoreOptions extends DatabaseOptions {
  readonly clock: Clock;
  readonly log: Log;
}

type CompleteStore = SessionStore & Outbox & Retention & StoreHealth & LaneNotifications;

interface Closable {
  /** Gives leases and connections back. The store takes nothing afterwards. */
  close(): Promise<void>;
}

/**
 * Sessions in PostgreSQL, for any number of replicas side by side. Rejects when the database cannot be reached, or lacks a
 * migration, with what has to be done.
 */
export async function postgresStore(options: PostgresStoreOptions): Promise<CompleteStore & Closable> {
  const { clock, log } = options;
  await expectReady(options);
  const database = openDatabase(options, log);
  const replica = randomUUID();
  const asking = { database, clock, log, replica, states: knownStates() };
  const life = await liveOn(asking);
  const stopSummingUp = sumUpCounts(asking);
  const listening = await listenForWakes({ options, replica, clock, log });
  const announced = announcements(asking);
  const release = releaseLanes(asking);
  const inDoubt = takingInDoubt(asking, release);
  const sessions = postgresSessions(asking, { release, inDoubt });
  const outbox = postgresOutbox(asking, { release, inDoubt });
  return {
    ...announcing(sessions, outbox, { asking, announced }),
    ...postgresRetention(asking),
    ...postgresCondition(asking),
    onLaneFilled: listening.onLaneFilled,
    close: once(async () => {
      await announced.flush();
      await stopSummingUp();
      await life.stop();
      await listening.stop();
      await database.close();
    }),
  };
}

function once(task: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= task();
    return done;
  };
}

interface Around {
  readonly asking: Asking;
  readonly announced: Announcements;
}

/** The same, which tells other replicas of what this one leaves lying, and insists on settling. */
function announcing(
  sessions: SessionStore,
  outbox: Outbox,
  { asking, announced }: Around,
): SessionStore & Outbox {
  const { clock, log, replica } = asking;
  return {
    ...sessions,
    ...outbox,
    async commit(change) {
      const { settled } = change;
      const commit = () => sessions.commit(change);
      const committed = await (settled ? commitSettling(asking, settlingMs, { settled, commit }) : commit());
      if (committed.outcome === 'committed') {
        announced.filled(lanesOf(change.messages));
        for (const { lane } of committed.leased ?? []) announced.taken(lane);
      }
      return committed;
    },
    async lease(lane, forMs, purpose) {
      const lease = await outbox.lease(lane, forMs, purpose);
      // Whoever holds it instead goes on to what was just put into it.
      announced.taken(lane);
      return lease;
    },
    settle: (settled) => retryWhileUnavailable(clock, settlingMs, () => outbox.settle(settled)),
    async release(lease) {
      await outbox.release(lease).catch((error: unknown) => {
        // As long as this replica lives, nobody else could have the lane until the lease ends.
        retryWhileUnavailable(clock, releasingMs, () => outbox.release(lease)).catch((err: Error) => {
          log.warn({ replica, session: lease.lane.sessionId, err }, 'lane-not-given-back');
        });
        throw error;
      });
    },
  };
}

const lanesOf = (messages: readonly OutboxMessage[]): readonly Lane[] =>
  messages.map(({ sessionId, direction }) => ({ sessionId, direction }));
