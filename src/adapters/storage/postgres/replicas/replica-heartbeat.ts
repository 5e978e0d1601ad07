import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';

/** How long a replica keeps its lanes after it was last heard of: with the others' look for lanes, less than 10 s. */
const aliveForMs = 5000;
const sayEveryMs = 1500;
const buriedAfterMs = 24 * 60 * 60 * 1000;

const sayAlive: Statement = { name: 'say-alive', text: 'select handoff.say_alive($1, $2)' };
const sayDead: Statement = { name: 'say-dead', text: 'delete from handoff.replicas where id = $1' };
const bury: Statement = {
  name: 'bury',
  text: 'delete from handoff.replicas where alive_until < handoff.now_ms() - $1',
};

/**
 * Says again and again that this replica lives. The leases of one that has died, or that stands still, count no more:
 * so a lease may be as long as the longest attempt, and a dead replica's lanes are free after seconds.
 */
export async function liveOn(asking: Asking): Promise<{ readonly stop: () => Promise<void> }> {
  const { clock, log, replica } = asking;
  let isStopped = false;
  let cancel = () => {};
  let telling = Promise.resolve();
  const tell = async () => {
    // Said again soon, and by every lease.
    await ask(asking, sayAlive, [replica, aliveForMs]).catch((error: Error) => {
      log.warn({ replica, err: error }, 'database-not-reached');
    });
    if (isStopped) return;
    cancel = clock.after(sayEveryMs, () => {
      telling = tell();
    });
  };
  await ask(asking, bury, [buriedAfterMs]);
  await tell();
  return {
    async stop() {
      isStopped = true;
      cancel();
      // What is on its way would otherwise arrive last, and this replica would keep its lanes for as long.
      await telling;
      // Whoever cannot say so is found dead some seconds later.
      await ask(asking, sayDead, [replica]).catch(() => undefined);
    },
  };
}
