import type { Settled, Settlement } from '../../../../application/ports/outbox.ts';
import { columnOf } from '../schema/column-text.ts';
import { leaseFields } from './lease-fields.ts';

/** One message that is settled under its lease. `now` in milliseconds since 1970. */
export const settledFields = (
  { lease, id, settlement }: Settled,
  { number, now }: { readonly number: number; readonly now: number },
) => ({
  ...leaseFields(lease, number),
  message_id: columnOf(id),
  at: now,
  ...outcomeFields(settlement, now),
});

/** `delay_ms` and no time: clocks of replicas differ, and the database's decides. */
function outcomeFields(settlement: Settlement, now: number) {
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return { outcome: settlement.as };
    case 'rejected':
      return { outcome: settlement.as, cause: withoutNul(settlement.cause) };
    case 'not-delivered':
    case 'unknown':
      return {
        outcome: settlement.as,
        cause: withoutNul(settlement.cause),
        delay_ms: settlement.until - now,
      };
  }
}

/** No column takes one. */
const withoutNul = (cause: string): string => cause.replaceAll('\0', '');
