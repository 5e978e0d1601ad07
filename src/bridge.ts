import { isDeepStrictEqual } from 'node:util';
import { setGlobalDispatcher } from 'undici';
import type { Metrics } from './adapters/admin/metrics/metrics.ts';
import type { ProxySettings } from './adapters/http/client/proxies.ts';
import { outboundAgent } from './adapters/http/client/proxy-tunnel.ts';
import { inMemoryStore } from './adapters/storage/in-memory/in-memory-store.ts';
import { lowdbStore } from './adapters/storage/lowdb/lowdb-store.ts';
import { postgresStore } from './adapters/storage/postgres/postgres-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import type { MetricsExport } from './adapters/tracing/metrics-export.ts';
import type { Tracing, TracingSettings } from './adapters/tracing/tracing.ts';
import type { Clock } from './application/ports/clock.ts';
import type { Log } from './application/ports/log.ts';
import type { Config } from './config/config.ts';
import type { CurrentConfig } from './config/vault/vaulted-config.ts';
import { compose } from './wiring/compose.ts';
import type { Platform } from './wiring/parts/platform.ts';

export interface Bridge {
  readonly port: number;
  /** Stops accepting, finishes what is under way, and leaves the rest in the outbox for the next start. */
  stop(): Promise<void>;
}

/** Starts the service: its HTTP server, its deliveries and its sweeps. Rehearsals bring a clock of their own. */
export const startBridge = (config: Config, log: Log, clock: Clock = systemClock): Promise<Bridge> =>
  startReplaceableBridge({ latest: () => config, onReplaced: () => {} }, log, clock);

/** The same with secrets that may be replaced while it runs. */
export async function startReplaceableBridge(
  current: CurrentConfig,
  log: Log,
  clock: Clock = systemClock,
): Promise<Bridge> {
  const { latest } = current;
  const config = latest();
  useProxies(current);
  const tracing = config.tracing && (await loadTracing(config.tracing, config.proxies));
  const store = await openStore(latest, clock, log);
  const service = compose(config, {
    store,
    clock,
    ids: systemIds,
    log,
    latest,
    ...(tracing && { tracing }),
  });
  const { port } = await service.server.listen().catch(async (error: unknown) => {
    await service.stop();
    throw error;
  });
  service.deliveries.start();
  service.feeds.start();
  service.sweeping.start();
  const metricsExport = await exportMetrics(config, { metrics: service.metrics, clock });
  const { kind, callbackPath } = config.liveChat;
  const callbackUrl = callbackPath && `${config.publicUrl}${callbackPath}`;
  log.info({ port, store: config.store, liveChat: kind, ...(callbackUrl && { callbackUrl }) }, 'started');
  return {
    port,
    async stop() {
      // What is sent at last is asked of the store at once, and a collector that is gone is waited for once.
      await Promise.all([metricsExport?.stop(), service.stop()]);
      log.info({}, 'stopped');
    },
  };
}

/** Where no proxy is set, the global dispatcher of the process applies. What is under way ends through the proxy of before. */
function useProxies({ latest, onReplaced }: CurrentConfig): void {
  let { proxies } = latest();
  if (proxies) setGlobalDispatcher(outboundAgent(proxies));
  onReplaced((next) => {
    if (!next.proxies || isDeepStrictEqual(next.proxies, proxies)) return;
    ({ proxies } = next);
    setGlobalDispatcher(outboundAgent(next.proxies));
  });
}

/** The OpenTelemetry packages are loaded only where traces or metrics are sent. */
async function loadTracing(settings: TracingSettings, proxies?: ProxySettings): Promise<Tracing> {
  const { startTracing } = await import('./adapters/tracing/tracing.ts');
  return startTracing(settings, proxies);
}

async function exportMetrics(
  { metricsExport, proxies }: Config,
  exported: { readonly metrics: Metrics; readonly clock: Clock },
): Promise<MetricsExport | undefined> {
  if (metricsExport === undefined) return undefined;
  const { startMetricsExport } = await import('./adapters/tracing/metrics-export.ts');
  return startMetricsExport(metricsExport, exported, proxies);
}

async function openStore(latest: () => Config, clock: Clock, log: Log): Promise<Platform['store']> {
  const { dataDirectory, database, store } = latest();
  switch (store) {
    case 'lowdb':
      return lowdbStore({ directory: dataDirectory, clock, log });
    case 'memory':
      return inMemoryStore({ clock });
    case 'postgres':
      if (database === undefined) throw new Error('the settings of the database are missing');
      return postgresStore({
        ...database,
        get url() {
          return (latest().database ?? database).url;
        },
        get password() {
          return (latest().database ?? database).password;
        },
        clock,
        log,
      });
  }
}
