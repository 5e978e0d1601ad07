import type { Settlement } from '../../../../application/ports/outbox.ts';

/** What an attempt came to, for the database: how long until the next one, since replicas need not agree on what time it is. */
export function settlementValues(settlement: Settlement, at: number) {
  // The database's functions and the rows of earlier versions have the former word.
  const settled_as = settlement.as === 'not-delivered' ? 'postponed' : settlement.as;
  const none = { settled_as, cause: null, delay: null, at };
  switch (settlement.as) {
    case 'delivered':
    case 'dropped':
      return none;
    case 'rejected':
      // No column takes a NUL.
      return { ...none, cause: settlement.cause.replaceAll('\0', '') };
    case 'not-delivered':
    case 'unknown':
      return { ...none, delay: settlement.until - at };
  }
}
