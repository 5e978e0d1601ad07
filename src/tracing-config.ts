import type { TracingSettings } from './adapters/tracing/tracing.ts';
import type { SettingReader } from './setting-reader.ts';

const endpoints = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;
const protocols = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'] as const;

/**
 * The standard settings of OpenTelemetry that decide whether and what is traced. Absent when nothing is: no endpoint, or
 * switched off. What is wrong goes to the reader's findings.
 */
export function readTracing(reader: SettingReader): TracingSettings | undefined {
  if (reader.oneOf('OTEL_SDK_DISABLED', ['false', 'true']) === 'true') return undefined;
  const named = endpoints.filter((name) => reader.optional(name) !== undefined);
  if (named.length === 0 || reader.oneOf('OTEL_TRACES_EXPORTER', ['otlp', 'none']) === 'none')
    return undefined;
  for (const name of named) reader.checked(name, { expected: 'an http or https address', isGood: isHttp });
  for (const name of protocols) reader.oneOf(name, ['http/protobuf']);
  return readSampler(reader);
}

const isHttp = (value: string): boolean => /^https?:$/.test(URL.parse(value)?.protocol ?? '');

const samplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

function readSampler(reader: SettingReader): TracingSettings {
  const sampler = reader.oneOf('OTEL_TRACES_SAMPLER', samplers);
  const share = reader.number('OTEL_TRACES_SAMPLER_ARG', { min: 0, max: 1, byDefault: 1 });
  const callerDecides = sampler.startsWith('parentbased_');
  if (sampler.endsWith('traceidratio')) return { root: { share }, callerDecides };
  return { root: sampler.endsWith('always_on') ? 'all' : 'none', callerDecides };
}
