import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { findingsOf } from '../../config/findings.ts';
import { goodEnvironment } from '../../config/good-environment.ts';
import { startOperatedBridge } from '../admin/operator.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';
import { type OtlpReceiver, otlpReceiver } from './otlp-receiver.ts';

const kinds = { counter: 'sum', gauge: 'gauge', histogram: 'histogram' } as const;

let receiver: OtlpReceiver;
/** What `/metrics` said before the end. */
let page: string;
beforeAll(async () => {
  receiver = await otlpReceiver();
  const settings = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.url}/v1/metrics` };
  Object.assign(process.env, settings);
  const world = await startOperatedBridge({ environment: settings });
  const { customer, chat } = await openSession(world, { ProblemDescription: 'SECRET-PROBLEM' });
  await postSigned(world, callbackOf(chat.id, { message: 'SECRET-OF-DANA' }));
  await customer.sees('SECRET-OF-DANA');
  page = (await world.ask('GET', '/metrics')).text;
  await world.stop();
  delete process.env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
});
afterAll(() => receiver.stop());

const last = (name: string, attributes = {}) =>
  receiver.points.findLast(
    (point) => point.name === name && JSON.stringify(point.attributes) === JSON.stringify(attributes),
  );

describe('With an endpoint of OpenTelemetry for metrics', () => {
  it('the end sends the figures as they are then', () => {
    expect(last('handoff_requested_total')).toMatchObject({ kind: 'sum', value: 1 });
    expect(last('handoff_opened_total', { as: 'queued' })).toMatchObject({ kind: 'sum', value: 1 });
    expect(last('handoff_sessions', { state: 'active', reason: '' })).toMatchObject({
      kind: 'gauge',
      value: 1,
    });
    expect(last('handoff_delivered_total', { direction: 'to-customer' })?.value).toBeGreaterThan(0);
    expect(last('process_resident_memory_bytes')?.value).toBeGreaterThan(1_000_000);
  });

  it('they are those of /metrics, by name, kind and labels', () => {
    const sent = new Set(receiver.points.map(({ name }) => name));
    const shown = [...page.matchAll(/^# TYPE (\S+) (counter|gauge|histogram)$/gm)];
    expect(shown.length).toBeGreaterThan(30);
    for (const [, name = '', kind = ''] of shown) {
      // Nothing may have been counted yet, and what Node measures in between is no number then.
      if (name.startsWith('nodejs_eventloop_lag_')) continue;
      if (!new RegExp(`^${name}(_bucket)?[{ ]`, 'm').test(page)) continue;
      expect(sent, name).toContain(name);
      const point = receiver.points.findLast((each) => each.name === name);
      expect(point?.kind, name).toBe(kinds[kind as keyof typeof kinds]);
    }
  });

  it('a histogram has the values of each bucket alone, and all of them', () => {
    const point = last('handoff_delivery_seconds', { direction: 'to-customer' });
    const bounds = [
      ...page.matchAll(/^handoff_delivery_seconds_bucket\{le="([\d.]+)",direction="to-customer"\}/gm),
    ];
    expect(point?.bounds).toEqual(bounds.map(([, bound]) => Number(bound)));
    expect(point?.counts).toHaveLength(bounds.length + 1);
    const total = last('handoff_delivered_total', { direction: 'to-customer' })?.value;
    expect(point?.counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  it('there are no spans, no texts and no names', () => {
    expect(receiver.spans).toEqual([]);
    expect(receiver.resource['service.name']).toBe('handoff-bridge');
    for (const text of ['SECRET', 'Dana', 'Anna']) expect(receiver.raw.join()).not.toContain(text);
  });
});

describe('A collector of metrics that is down', () => {
  it('holds nothing up, not even the end', async () => {
    const url = `${receiver.url}/gone`;
    process.env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT = 'http://127.0.0.1:9/v1/metrics';
    const world = await startOperatedBridge({ environment: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url } });
    expect((await world.ask('GET', '/metrics')).status).toBe(200);
    const before = Date.now();
    await world.stop();
    delete process.env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
    expect(Date.now() - before).toBeLessThan(8000);
  });
});

describe('What is sent of metrics', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
  const settingsWith = (changes: Readonly<Record<string, string>>) => {
    const { tracing, metricsExport } = readConfig({ ...goodEnvironment(), ...changes });
    return [tracing !== undefined, metricsExport];
  };

  it.each([
    [{}, [false, undefined]],
    [endpoint, [true, { intervalMs: 60_000 }]],
    [{ ...endpoint, OTEL_METRICS_EXPORTER: 'none' }, [true, undefined]],
    [{ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, [false, { intervalMs: 60_000 }]],
    [{ ...endpoint, OTEL_SDK_DISABLED: 'true' }, [false, undefined]],
    [
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector/m', OTEL_METRIC_EXPORT_INTERVAL: '5000' },
      [false, { intervalMs: 5000 }],
    ],
  ] as const)('is decided as OpenTelemetry says: %j', (changes, expected) => {
    expect(settingsWith(changes)).toEqual(expected);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'],
    [{ ...endpoint, OTEL_METRICS_EXPORTER: 'prometheus' }, 'OTEL_METRICS_EXPORTER'],
    [{ ...endpoint, OTEL_METRIC_EXPORT_INTERVAL: 'often' }, 'OTEL_METRIC_EXPORT_INTERVAL'],
    [{ ...endpoint, OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL'],
  ])('is refused where it is not settled: %j', (changes, name) => {
    expect(findingsOf(changes)).toEqual([expect.stringContaining(`${name} is not usable; expected`)]);
  });
});
