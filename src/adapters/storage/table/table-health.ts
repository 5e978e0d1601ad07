import type { StoreHealth } from '../../../application/ports/store-health.ts';
import type { SessionTable } from './session-table.ts';

/** The condition of the same tables as the sessions; `isWritable` is what the keeper of them knows. */
export function tableHealth(table: SessionTable, isWritable: StoreHealth['isWritable']): StoreHealth {
  return { isWritable, metrics: async () => table.metrics() };
}
