import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';

describe('What is traced', () => {
  const tracingWith = (changes: Readonly<Record<string, string>>) =>
    readConfig({ ...goodEnvironment(), ...changes }).tracing;
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

  it.each([
    {},
    { OTEL_SERVICE_NAME: 'bridge' },
    { ...endpoint, OTEL_SDK_DISABLED: 'true' },
    { ...endpoint, OTEL_TRACES_EXPORTER: 'none' },
  ])('is nothing with %j', (changes) => expect(tracingWith(changes)).toBeUndefined());

  it.each([
    [{}, { root: 'all', callerDecides: true }],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, { root: 'all', callerDecides: false }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { root: 'none', callerDecides: true }],
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      { root: { share: 0.25 }, callerDecides: false },
    ],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, { root: { share: 1 }, callerDecides: true }],
  ] as const)('with an endpoint and %j is as OpenTelemetry says', (changes, tracing) => {
    expect(tracingWith({ ...endpoint, ...changes })).toEqual(tracing);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
    [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    [{ ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER'],
    [{ ...endpoint, OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER'],
    [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '7' }, 'OTEL_TRACES_SAMPLER_ARG'],
    [{ OTEL_SDK_DISABLED: 'perhaps' }, 'OTEL_SDK_DISABLED'],
  ])('with %j is not settled, and the service does not start', (changes, name) => {
    expect(findingsOf(changes)).toEqual([expect.stringContaining(`${name} is not usable; expected`)]);
  });
});
