import { z } from 'zod';
import { choiceSetting, flagSetting } from '../../adapters/settings/choices.ts';
import { setting } from '../../adapters/settings/setting.ts';
import { when } from '../../adapters/settings/texts.ts';
import type { CollectorFiles } from '../../adapters/tracing/tunnelled-agent.ts';
import type { Environment } from '../environment.ts';

export const endpoint = (description?: string) =>
  setting(
    {
      ...(description !== undefined && { description }),
      expected: 'an http or https address',
      example: 'http://collector:4318',
      isOptional: true,
    },
    when((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? '')),
  );
export const exporter = () => choiceSetting({}, ['otlp', 'none']);
export const protocol = () => choiceSetting({}, ['http/protobuf']);
export const file = () => setting({ expected: 'a file in PEM', isOptional: true }, (text) => text);
const isDisabled = flagSetting({});

/** The standard settings of OpenTelemetry for traces and metrics alike. Its exporters read them, and more, themselves. */
export const ofAllSignals = {
  OTEL_SDK_DISABLED: isDisabled,
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(
    'with it, and other `OTEL_…`, [traces and metrics](operations.md#traces-and-metrics-by-otlp) go out by OpenTelemetry; without it nothing is sent',
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol(),
  OTEL_EXPORTER_OTLP_CERTIFICATE: file(),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: file(),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: file(),
};

interface FilesOfAll {
  readonly OTEL_EXPORTER_OTLP_CERTIFICATE?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_CLIENT_KEY?: string | undefined;
}

/** The files of one signal, and those of all where it has none of its own. Absent when there are none. */
export function collectorFiles(
  ofAll: FilesOfAll,
  own: { readonly [Name in keyof CollectorFiles]: string | undefined },
): CollectorFiles | undefined {
  const ca = own.ca ?? ofAll.OTEL_EXPORTER_OTLP_CERTIFICATE;
  const cert = own.cert ?? ofAll.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE;
  const key = own.key ?? ofAll.OTEL_EXPORTER_OTLP_CLIENT_KEY;
  const files = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  return Object.keys(files).length > 0 ? files : undefined;
}

/** Whether a signal has an endpoint and is not switched off. */
export function isSent(environment: Environment, signal: 'TRACES' | 'METRICS'): boolean {
  const isOff = environment.OTEL_SDK_DISABLED === 'true' || environment[`OTEL_${signal}_EXPORTER`] === 'none';
  const hasEndpoint =
    environment.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
    environment[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] !== undefined;
  return hasEndpoint && !isOff;
}

/** Nothing of a signal that is not sent is read. */
export const notSent = z.object({ OTEL_SDK_DISABLED: isDisabled }).transform(() => undefined);
