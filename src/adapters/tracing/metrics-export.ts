import type { HrTime } from '@opentelemetry/api';
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { MetricsExporterMetricsHelper, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { Resource } from '@opentelemetry/resources';
import {
  MeterProvider,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { Clock } from '../../application/ports/clock.ts';
import type { ProxySettings } from '../http/client/proxies.ts';
import { endInTime, ownResource, wayToCollector } from './collector.ts';
import { metricDataOf, registrySchema } from './metric-data.ts';
import type { CollectorFiles } from './tunnelled-agent.ts';

export interface MetricsExportSettings {
  readonly intervalMs: number;
  readonly files?: CollectorFiles;
}

interface Exported {
  /** Metrics of this process, as a registry of prom-client gives them. */
  readonly metrics: { getMetricsAsJSON(): Promise<unknown> };
  readonly clock: Clock;
}

export interface MetricsExport {
  /** Sends the metrics once more, for three seconds at most. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Sends metrics by OTLP over HTTP at intervals. The exporter itself reads OTEL_EXPORTER_OTLP_…, the resource
 * OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES. When the collector is down, nothing waits; the next time sends all anew.
 */
export function startMetricsExport(
  { intervalMs, files }: MetricsExportSettings,
  exported: Exported,
  proxies?: ProxySettings,
): MetricsExport {
  const resource = ownResource();
  const reader = new PeriodicExportingMetricReader({
    exporter: otlpMetricExporter(wayToCollector(proxies, files)),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(intervalMs, exportTimeoutMs),
    metricProducers: [producerOf(exported, resource)],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return { stop: () => endInTime(provider) };
}

const exportTimeoutMs = 30_000;

type ExporterOptions = NonNullable<Parameters<typeof convertLegacyHttpOptions>[0]>;

/** As OpenTelemetry's own exporter is made of these parts. That one is a release behind the exporter of traces. */
function otlpMetricExporter(options: ExporterOptions = {}): OTLPExporterBase<ResourceMetrics> {
  const headers = { 'Content-Type': 'application/x-protobuf' };
  return new OTLPExporterBase(
    createOtlpHttpExportDelegate(
      convertLegacyHttpOptions(options, 'METRICS', 'v1/metrics', headers),
      ProtobufMetricsSerializer,
      'otlp_http_metric_exporter',
      MetricsExporterMetricsHelper,
      undefined,
    ),
  );
}

/** Seconds and nanoseconds since 1970. */
const hrTimeOf = (at: number): HrTime => [Math.trunc(at / 1000), (at % 1000) * 1_000_000];

function producerOf({ metrics, clock }: Exported, resource: Resource): MetricProducer {
  const startTime = hrTimeOf(clock.now());
  return {
    async collect() {
      try {
        const registered = registrySchema.parse(await metrics.getMetricsAsJSON());
        const interval = { startTime, endTime: hrTimeOf(clock.now()) };
        const data = registered.map((each) => metricDataOf(each, interval));
        const scopeMetrics = [
          {
            scope: { name: 'handoff-bridge' },
            metrics: data.filter(({ dataPoints }) => dataPoints.length > 0),
          },
        ];
        return { resourceMetrics: { resource, scopeMetrics }, errors: [] };
      } catch (error) {
        // Such as a store that is away: the next time sends all anew.
        return { resourceMetrics: { resource, scopeMetrics: [] }, errors: [error] };
      }
    },
  };
}
