import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Outbox } from '../../application/ports/outbox.ts';
import type { SessionStore } from '../../application/ports/session-store.ts';
import type { ProxySettings } from '../http/client/proxies.ts';
import type { Routes } from '../http/server/routes.ts';
import { endInTime, ownResource, wayToCollector } from './collector.ts';
import { spansOf } from './spans.ts';
import { tracedApp } from './traced-app.ts';
import { tracedStore } from './traced-store.ts';
import type { CollectorFiles } from './tunnelled-agent.ts';

export interface TracingSettings {
  /** Which traces are kept that begin here. */
  readonly root: 'all' | 'none' | { readonly share: number };
  /** Whether a caller that names its trace decides about that one. */
  readonly callerDecides: boolean;
  readonly files?: CollectorFiles;
}

export interface Tracing {
  app(app: Routes): Pick<Routes, 'fetch'>;
  store<Store extends SessionStore & Outbox>(store: Store): Store;
  /** Sends what is left, for three seconds at most. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Exports spans by OTLP over HTTP. The exporter itself reads OTEL_EXPORTER_OTLP_…, the resource OTEL_SERVICE_NAME and
 * OTEL_RESOURCE_ATTRIBUTES. When the collector is down, spans are dropped and nothing waits.
 */
export function startTracing(settings: TracingSettings, proxies?: ProxySettings): Tracing {
  const provider = new TracerProvider({
    sampler: samplerOf(settings),
    resource: ownResource(),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(wayToCollector(proxies, settings.files)) }),
    ],
  });
  const spans = spansOf(provider.getTracer('handoff-bridge'));
  return {
    app: (app) => tracedApp(app, spans),
    store: (store) => tracedStore(store, spans),
    stop: () => endInTime(provider),
  };
}

function samplerOf({ root, callerDecides }: TracingSettings): Sampler {
  const sampler = rootSampler(root);
  return callerDecides ? new ParentBasedSampler({ root: sampler }) : sampler;
}

function rootSampler(root: TracingSettings['root']): Sampler {
  if (root === 'all') return new AlwaysOnSampler();
  return root === 'none' ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(root.share);
}
