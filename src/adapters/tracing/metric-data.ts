import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { z } from 'zod';

const sampleSchema = z.object({
  // Without a measurement yet, some gauges of Node are NaN.
  value: z.custom<number>((value) => typeof value === 'number'),
  labels: z.record(z.string(), z.union([z.string(), z.number()])),
  metricName: z.string().optional(),
});

/** What a registry of prom-client gives as JSON; its own types know neither the kinds nor the names of a histogram's parts. */
export const registrySchema = z.array(
  z.object({
    name: z.string(),
    help: z.string(),
    type: z.enum(['counter', 'gauge', 'histogram']),
    values: z.array(sampleSchema),
  }),
);

type RegisteredMetric = z.infer<typeof registrySchema>[number];
type Sample = z.infer<typeof sampleSchema>;

/** From when on it was counted, and when it was read. */
export interface Interval {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** A metric as OpenTelemetry has it, under the same name and with the same labels, counted since the start. */
export function metricDataOf({ name, help, type, values }: RegisteredMetric, interval: Interval): MetricData {
  const common = {
    descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  const numbers = (): DataPoint<number>[] =>
    values
      .filter(({ value }) => Number.isFinite(value))
      .map(({ value, labels }) => ({ ...interval, attributes: labels, value }));
  switch (type) {
    case 'counter':
      return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: numbers() };
    case 'gauge':
      return { ...common, dataPointType: DataPointType.GAUGE, dataPoints: numbers() };
    case 'histogram':
      return {
        ...common,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: [...byLabels(values).values()].map((samples) => histogramOf(name, samples, interval)),
      };
  }
}

const withoutBound = ({ le: _, ...labels }: Sample['labels']): Sample['labels'] => labels;

const byLabels = (samples: readonly Sample[]) =>
  Map.groupBy(samples, ({ labels }) => JSON.stringify(Object.entries(withoutBound(labels)).toSorted()));

/** Prometheus counts what is at or below each bound, OpenTelemetry what lies between two of them. */
function histogramOf(name: string, samples: readonly Sample[], interval: Interval) {
  const partOf = (suffix: string) => samples.filter(({ metricName }) => metricName === `${name}${suffix}`);
  const buckets = partOf('_bucket').toSorted((one, other) => boundOf(one) - boundOf(other));
  const counts = buckets.map(({ value }, index) => value - (buckets[index - 1]?.value ?? 0));
  return {
    ...interval,
    attributes: withoutBound(samples[0]?.labels ?? {}),
    value: {
      buckets: { boundaries: buckets.map(boundOf).filter(Number.isFinite), counts },
      sum: partOf('_sum')[0]?.value ?? 0,
      count: partOf('_count')[0]?.value ?? 0,
    },
  };
}

const boundOf = ({ labels }: Sample): number =>
  labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
