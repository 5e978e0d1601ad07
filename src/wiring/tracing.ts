import type { Tracing } from '../adapters/tracing/tracing.ts';
import { moduleOf } from './provide.ts';

/** Spans of requests, commits and deliveries. Loaded only where something is traced. */
export const tracingModule = (tracing: Tracing) =>
  moduleOf(({ provide, decorate }) => {
    provide('tracing', () => tracing, []).endedBy((its) => its.stop());
    decorate('store', (store, its) => its.tracing.store(store), ['tracing']);
    decorate('served', (_, its) => its.tracing.app(its.app), ['tracing', 'app']);
  });
