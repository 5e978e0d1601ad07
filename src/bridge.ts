import { setGlobalDispatcher } from 'undici';
import type { ProxySettings } from './adapters/http/client/proxies.ts';
import { outboundAgent } from './adapters/http/client/proxy-tunnel.ts';
import { startHttpServer } from './adapters/http/server/http-server.ts';
import { inMemoryStore } from './adapters/storage/in-memory/in-memory-store.ts';
import { lowdbStore } from './adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from './adapters/storage/postgres/postgres-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import type { Tracing, TracingSettings } from './adapters/tracing/tracing.ts';
import type { Clock } from './application/ports/clock.ts';
import type { ApplyRetention, ExpireSessions } from './application/ports/inbound.ts';
import type { Log } from './application/ports/log.ts';
import { toError } from './application/to-error.ts';
import type { Config } from './config/config.ts';
import { compose, type Platform } from './wiring/composition-root.ts';

export interface Bridge {
  readonly port: number;
  /** Stops accepting, finishes what is under way, and leaves the rest in the outbox for the next start. */
  stop(): Promise<void>;
}

/** How long requests under way may take to finish once the bridge is told to stop. */
const graceMs = 15_000;

/** Starts the service: its HTTP server, its deliveries and its sweeper. Rehearsals bring a clock of their own. */
export async function startBridge(config: Config, log: Log, clock: Clock = systemClock): Promise<Bridge> {
  // Where no proxy is set, whoever starts the bridge has chosen what calls leave through.
  if (config.proxies) setGlobalDispatcher(outboundAgent(config.proxies));
  const tracing = config.tracing && (await loadTracing(config.tracing, config.proxies));
  const store = await openStore(config, clock, log);
  const { app, deliveries, expireSessions, applyRetention } = compose(config, {
    store: tracing ? tracing.store(store) : store,
    clock,
    ids: systemIds,
    log,
  });
  const { host, port } = config;
  const onTrouble = (err: Error) => log.warn({ err }, 'connection-not-accepted');
  const served = tracing ? tracing.app(app) : app;
  const server = await startHttpServer(served, { host, port, onTrouble }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  deliveries.start();
  const stopSweeping = sweepRegularly(expireSessions, { clock, log, everyMs: sweepEveryMs(config) });
  const stopForgetting = sweepRegularly(applyRetention, { clock, log, everyMs: retentionEveryMs });
  log.info({ port: server.port, store: config.store, liveChat: config.liveChat.kind }, 'started');
  return {
    port: server.port,
    async stop() {
      void stopSweeping();
      const retention = stopForgetting();
      await server.stop(graceMs);
      await deliveries.stop();
      await retention;
      await store.close();
      await tracing?.stop();
      log.info({}, 'stopped');
    },
  };
}

/** What traces are made of is loaded only where somebody wants them. */
async function loadTracing(settings: TracingSettings, proxies?: ProxySettings): Promise<Tracing> {
  const { startTracing } = await import('./adapters/tracing/tracing.ts');
  return startTracing(settings, proxies);
}

const retentionEveryMs = 60_000;

type OpenStore = Platform['store'] & { close(): Promise<void> };

async function openStore(config: Config, clock: Clock, log: Log): Promise<OpenStore> {
  const { dataDirectory, database } = config;
  switch (config.store) {
    case 'lowdb':
      return lowdbStore({ directory: dataDirectory, clock, log });
    case 'memory':
      return { ...inMemoryStore({ clock }), close: async () => {} };
    case 'postgres':
      if (database === undefined) throw new Error('the settings of the database are missing');
      return postgresStore({ ...database, clock, log });
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

/** Gives what stops it, which resolves when nothing of it is under way any more. */
function sweepRegularly(
  task: ExpireSessions | ApplyRetention,
  { clock, log, everyMs }: Sweeping,
): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  const sweep = async () => {
    const changed = await task(() => isStopped).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'sweep-failed');
      return 0;
    });
    if (changed > 0) log.info({ sessions: changed }, 'swept');
    if (!isStopped) {
      cancel = clock.after(everyMs, () => {
        sweeping = sweep();
      });
    }
  };
  let sweeping = sweep();
  return async () => {
    isStopped = true;
    cancel();
    await sweeping;
  };
}
