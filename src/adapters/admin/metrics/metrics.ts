import { Registry } from 'prom-client';

/** All metrics of one running bridge. No label carries what people choose. */
export type Metrics = Registry;

export const newMetrics = (): Metrics => new Registry();
