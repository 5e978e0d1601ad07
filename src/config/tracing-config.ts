import type { TracingSettings } from '../adapters/tracing/tracing.ts';
import type { CollectorFiles } from '../adapters/tracing/tunnelled-agent.ts';
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
  const files = readFiles(reader);
  return { ...readSampler(reader), ...(Object.keys(files).length > 0 && { files }) };
}

/** As the exporter names them; read here for the case that it goes through a proxy. */
function readFiles(reader: SettingReader): CollectorFiles {
  const fileOf = (part: keyof CollectorFiles, what: string) => {
    const file =
      reader.optional(`OTEL_EXPORTER_OTLP_TRACES_${what}`) ?? reader.optional(`OTEL_EXPORTER_OTLP_${what}`);
    return file === undefined ? {} : { [part]: file };
  };
  return {
    ...fileOf('ca', 'CERTIFICATE'),
    ...fileOf('cert', 'CLIENT_CERTIFICATE'),
    ...fileOf('key', 'CLIENT_KEY'),
  };
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
