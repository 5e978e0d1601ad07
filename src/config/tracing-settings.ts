import { z } from 'zod';
import { choiceSetting, flagSetting } from '../adapters/settings/choices.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { setting } from '../adapters/settings/setting.ts';
import { when } from '../adapters/settings/texts.ts';
import type { TracingSettings } from '../adapters/tracing/tracing.ts';
import type { Environment } from './environment.ts';

const samplers = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

const endpoint = (description?: string) =>
  setting(
    {
      ...(description !== undefined && { description }),
      expected: 'an http or https address',
      example: 'http://collector:4318',
      isOptional: true,
    },
    when((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? '')),
  );
const protocol = () => choiceSetting({}, ['http/protobuf']);
const file = () => setting({ expected: 'a file in PEM', isOptional: true }, (text) => text);
const isDisabled = flagSetting({});

/** The standard settings of OpenTelemetry that decide whether and what is traced. Its exporter reads them, and more, itself. */
const tracingSettings = z
  .object({
    OTEL_SDK_DISABLED: isDisabled,
    OTEL_TRACES_EXPORTER: choiceSetting({}, ['otlp', 'none']),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(
      'with it, and other `OTEL_…`, [traces](operations.md#traces) go out by OpenTelemetry; without it nothing is traced',
    ),
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(),
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol(),
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol(),
    OTEL_EXPORTER_OTLP_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: file(),
    OTEL_EXPORTER_OTLP_CLIENT_KEY: file(),
    OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: file(),
    OTEL_TRACES_SAMPLER: choiceSetting({}, samplers),
    OTEL_TRACES_SAMPLER_ARG: numberSetting({ min: 0, max: 1, byDefault: 1 }),
  })
  .transform((its): TracingSettings => {
    const ca = its.OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE ?? its.OTEL_EXPORTER_OTLP_CERTIFICATE;
    const cert =
      its.OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE ?? its.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE;
    const key = its.OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY ?? its.OTEL_EXPORTER_OTLP_CLIENT_KEY;
    const files = {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    };
    return {
      ...sampling(its.OTEL_TRACES_SAMPLER, its.OTEL_TRACES_SAMPLER_ARG),
      ...(Object.keys(files).length > 0 && { files }),
    };
  });

function sampling(sampler: (typeof samplers)[number], share: number): TracingSettings {
  const callerDecides = sampler.startsWith('parentbased_');
  if (sampler.endsWith('traceidratio')) return { root: { share }, callerDecides };
  return { root: sampler.endsWith('always_on') ? 'all' : 'none', callerDecides };
}

const untraced = z.object({ OTEL_SDK_DISABLED: isDisabled }).transform(() => undefined);

/** Nothing is read of tracing that is switched off, or has no endpoint. */
export function tracingOwner(environment: Environment): z.ZodType<TracingSettings | undefined> {
  const isOff = environment.OTEL_SDK_DISABLED === 'true' || environment.OTEL_TRACES_EXPORTER === 'none';
  const hasEndpoint =
    environment.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
    environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
  return hasEndpoint && !isOff ? tracingSettings : untraced;
}
