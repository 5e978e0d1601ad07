import { z } from 'zod';
import { numberSetting } from '../../adapters/settings/numbers.ts';
import type { MetricsExportSettings } from '../../adapters/tracing/metrics-export.ts';
import type { Environment } from '../environment.ts';
import {
  collectorFiles,
  endpoint,
  exporter,
  file,
  isSent,
  notSent,
  ofAllSignals,
  protocol,
} from './otlp-settings.ts';

const metricsExportSettings = z
  .object({
    ...ofAllSignals,
    OTEL_METRICS_EXPORTER: exporter(),
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint(),
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: protocol(),
    OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY: file(),
    OTEL_METRIC_EXPORT_INTERVAL: numberSetting({ min: 1000, max: 3_600_000, byDefault: 60_000 }),
  })
  .transform((its): MetricsExportSettings => {
    const files = collectorFiles(its, {
      ca: its.OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE,
      cert: its.OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE,
      key: its.OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY,
    });
    return { intervalMs: its.OTEL_METRIC_EXPORT_INTERVAL, ...(files && { files }) };
  });

/** Nothing is read of metrics that are not sent. */
export const metricsExportOwner = (environment: Environment): z.ZodType<MetricsExportSettings | undefined> =>
  isSent(environment, 'METRICS') ? metricsExportSettings : notSent;
