import { repeat } from '../../../../application/ports/clock.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';

/** How long a replica keeps its lanes after its last heartbeat: with the others' look for lanes, less than 10 s. */
const aliveForMs = 5000;
const heartbeatEveryMs = 1500;
const pruneAfterMs = 24 * 60 * 60 * 1000;

const heartbeat: Statement = { name: 'heartbeat', text: 'select handoff.heartbeat($1)' };
const leave: Statement = { name: 'leave', text: 'delete from handoff.replicas where id = $1' };
const prune: Statement = {
  name: 'prune-replicas',
  text: 'delete from handoff.replicas where alive_until < handoff.now_ms() - $1',
};

/**
 * Tells the others again and again that this replica is alive. The leases of one that has died or stands still count no
 * more, so a lease may be as long as the longest attempt, and a dead replica's lanes are free after seconds.
 */
export async function startHeartbeat(context: StoreContext): Promise<{ readonly stop: () => Promise<void> }> {
  const { clock, log, replica } = context;
  const step = JSON.stringify({ replica, lasts_ms: aliveForMs });
  // Repeated soon, and with every lease.
  const beat = async () => {
    await query(context, heartbeat, [step]).catch((error: Error) => {
      log.warn({ replica, err: error }, 'database-not-reached');
    });
  };
  await query(context, prune, [pruneAfterMs]);
  await beat();
  const stopBeating = repeat(clock, { everyMs: heartbeatEveryMs }, beat);
  return {
    async stop() {
      // A heartbeat that arrives last would keep this replica's lanes for as long.
      await stopBeating();
      // When this fails, the others find the replica dead some seconds later.
      await query(context, leave, [replica]).catch(() => undefined);
    },
  };
}
