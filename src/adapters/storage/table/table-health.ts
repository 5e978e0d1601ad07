import type { StoreCondition } from '../../../application/ports/store-health.ts';
import type { SessionTable } from './session-table.ts';

/** The condition of the same tables as the sessions; `isWritable` is what the keeper of them knows. */
export function tableCondition(
  table: SessionTable,
  isWritable: StoreCondition['isWritable'],
): StoreCondition {
  return { isWritable, figures: async () => table.figures() };
}
