import { inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';
import { type HeldLane, leaseFields } from './lease-fields.ts';

const releaseStatement: Statement = { name: 'release-lanes', text: 'select handoff.release_lanes($1)' };

/** How long a release is retried, in milliseconds: as long as a lease lasts at least. */
export const releasingMs = 60_000;

export type Release = (held: HeldLane) => Promise<void>;

/** Gives lanes back, many in one statement. */
export function releaseLanes(context: StoreContext): Release {
  const release = async (leases: readonly HeldLane[]): Promise<readonly 'released'[]> => {
    const step = { replica: context.replica, lanes: leases.map(leaseFields) };
    await query(context, releaseStatement, [JSON.stringify(step)]);
    return leases.map(() => 'released');
  };
  const releaseInBatches = inBatches<HeldLane, 'released'>({
    keyOf: ({ token }) => token,
    together: release,
    async alone(lease) {
      await release([lease]);
      return 'released';
    },
  });
  return async (lease) => void (await releaseInBatches(lease));
}
