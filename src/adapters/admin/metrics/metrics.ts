import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** All metrics of one running bridge. No label carries what people choose. */
export type Metrics = Registry;

/** What runs, for a figure that is always 1. */
export interface Build {
  readonly version: string;
  readonly store: string;
  readonly liveChat: string;
}

/** With those of the process and of Node, and with what runs where that is told. */
export function newMetrics(build?: Build): Metrics {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  if (build === undefined) return metrics;
  const { version, store, liveChat } = build;
  new Gauge({
    name: 'handoff_build_info',
    help: 'What runs: always 1.',
    labelNames: ['version', 'node', 'store', 'live_chat'],
    registers: [metrics],
  }).set({ version, node: process.versions.node, store, live_chat: liveChat }, 1);
  return metrics;
}
