/** A drawing of the dashboard. */
export interface Panel {
  readonly title: string;
  readonly row: 'Handoffs' | 'Messages' | 'Peers' | 'Store and process';
  /** In PromQL, with what each line is called. */
  readonly lines: readonly (readonly [expression: string, legend: string])[];
  /** As Grafana names it. */
  readonly unit: 'short' | 's' | 'bytes' | 'percentunit' | 'reqps';
}

/** What the process tells of itself, which a library names. */
export const processPanels: readonly Panel[] = [
  {
    title: 'Processor time',
    row: 'Store and process',
    lines: [['rate(process_cpu_seconds_total{job="handoff-bridge"}[$__rate_interval])', '{{instance}}']],
    unit: 'percentunit',
  },
  {
    title: 'Resident memory',
    row: 'Store and process',
    lines: [['process_resident_memory_bytes{job="handoff-bridge"}', '{{instance}}']],
    unit: 'bytes',
  },
  {
    title: 'Delay of the event loop, p99',
    row: 'Store and process',
    lines: [['nodejs_eventloop_lag_p99_seconds{job="handoff-bridge"}', '{{instance}}']],
    unit: 's',
  },
];
