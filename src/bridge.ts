import { startHttpServer } from './adapters/http/http-server.ts';
import { inMemoryStore } from './adapters/storage/in-memory/in-memory-store.ts';
import { lowdbStore } from './adapters/storage/lowdb/lowdb-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import type { Clock } from './application/ports/clock.ts';
import type { ExpireSessions, KeepNoLonger } from './application/ports/inbound.ts';
import type { Log } from './application/ports/log.ts';
import { toError } from './application/to-error.ts';
import { compose, type Surroundings } from './composition-root.ts';
import type { Config } from './config.ts';

export interface Bridge {
  readonly port: number;
  /** Stops accepting, finishes what is under way, and leaves the rest in the outbox for the next start. */
  stop(): Promise<void>;
}

/** How long requests under way may take to finish once the bridge is told to stop. */
const graceMs = 15_000;

/** Starts the service: its HTTP server, its deliveries and its sweeper. */
export async function startBridge(config: Config, log: Log): Promise<Bridge> {
  const clock = systemClock;
  const store = await openStore(config, clock, log);
  const { app, deliveries, expireSessions, keepNoLonger } = compose(config, {
    store,
    clock,
    ids: systemIds,
    log,
  });
  const server = await startHttpServer(app, config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  deliveries.start();
  const stopSweeping = sweepRegularly(expireSessions, { clock, log, everyMs: sweepEveryMs(config) });
  const stopForgetting = sweepRegularly(keepNoLonger, { clock, log, everyMs: forgetEveryMs });
  log.info({ port: server.port, store: config.store, liveChat: config.liveChat.kind }, 'started');
  return {
    port: server.port,
    async stop() {
      stopSweeping();
      stopForgetting();
      await server.stop(graceMs);
      await deliveries.stop();
      await store.close();
      log.info({}, 'stopped');
    },
  };
}

/** Looks at all sessions, and nobody waits for it. */
const forgetEveryMs = 60_000;

type OpenStore = Surroundings['store'] & { close(): Promise<void> };

async function openStore({ store, dataDirectory }: Config, clock: Clock, log: Log): Promise<OpenStore> {
  switch (store) {
    case 'lowdb':
      return lowdbStore({ directory: dataDirectory, clock, log });
    case 'memory':
      return { ...inMemoryStore({ clock }), close: async () => {} };
  }
}

/** Often enough to be on time for the shortest silence that is configured, and not more often than a machine notices. */
function sweepEveryMs({ settings }: Config): number {
  return Math.min(Math.max(settings.idleMs / 20, 200), 5000);
}

interface Sweeping {
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs: number;
}

function sweepRegularly(task: ExpireSessions | KeepNoLonger, { clock, log, everyMs }: Sweeping): () => void {
  let isStopped = false;
  let cancel = () => {};
  const sweep = async () => {
    const changed = await task().catch((error: unknown) => {
      log.error({ err: toError(error) }, 'sweep-failed');
      return 0;
    });
    if (changed > 0) log.info({ sessions: changed }, 'swept');
    if (!isStopped) cancel = clock.after(everyMs, () => void sweep());
  };
  void sweep();
  return () => {
    isStopped = true;
    cancel();
  };
}
