import { z } from 'zod';
import { choiceSetting } from '../../adapters/settings/choices.ts';
import { numberSetting } from '../../adapters/settings/numbers.ts';
import type { TracingSettings } from '../../adapters/tracing/tracing.ts';
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

const samplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

/** The standard settings of OpenTelemetry that decide whether and what is traced. Its exporter reads them, and more, itself. */
const tracingSettings = z
  .object({
    ...ofAllSignals,
    OTEL_TRACES_EXPORTER: exporter(),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(),
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol(),
    OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: file(),
    OTEL_TRACES_SAMPLER: choiceSetting({}, samplers),
    OTEL_TRACES_SAMPLER_ARG: numberSetting({ min: 0, max: 1, byDefault: 1 }),
  })
  .transform((its): TracingSettings => {
    const files = collectorFiles(its, {
      ca: its.OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE,
      cert: its.OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE,
      key: its.OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY,
    });
    return {
      ...sampling(its.OTEL_TRACES_SAMPLER, its.OTEL_TRACES_SAMPLER_ARG),
      ...(files && { files }),
    };
  });

function sampling(sampler: (typeof samplers)[number], share: number): TracingSettings {
  const callerDecides = sampler.startsWith('parentbased_');
  if (sampler.endsWith('traceidratio')) return { root: { share }, callerDecides };
  return { root: sampler.endsWith('always_on') ? 'all' : 'none', callerDecides };
}

/** Nothing is read of tracing that is switched off, or has no endpoint. */
export const tracingOwner = (environment: Environment): z.ZodType<TracingSettings | undefined> =>
  isSent(environment, 'TRACES') ? tracingSettings : notSent;
