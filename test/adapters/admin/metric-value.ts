import type { Metrics } from '../../../src/adapters/admin/metrics/metrics.ts';

/** The value of one metric for one direction. */
export async function metricValue(
  metrics: Metrics,
  name: string,
  direction: 'to-live-chat' | 'to-customer',
): Promise<number> {
  const samples = (await metrics.getSingleMetric(name)?.get())?.values ?? [];
  const found = samples.find(({ labels }) => labels.direction === direction);
  if (!found) throw new Error(`there is no ${name} for ${direction}`);
  return found.value;
}
