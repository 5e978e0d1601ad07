import type { Lease } from '../../../../application/ports/outbox.ts';
import { inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';

const together: Statement = { name: 'release-lanes', text: 'select handoff.release_lanes($1, $2)' };

/** Which lease of which lane. */
export type Held = Pick<Lease, 'lane' | 'token'>;

/** How long to go on trying, in milliseconds: as long as a lease lasts at least. */
export const releasingMs = 60_000;

export type Release = (held: Held) => Promise<void>;

/** Gives lanes back, many in one statement. */
export function releaseLanes(asking: Asking): Release {
  const release = async (leases: readonly Held[]): Promise<readonly 'released'[]> => {
    const values = leases.map(({ lane, token }) => ({
      session_id: columnOf(lane.sessionId),
      direction: lane.direction,
      token,
    }));
    await ask(asking, together, [asking.replica, JSON.stringify(values)]);
    return leases.map(() => 'released');
  };
  const releaseInBatches = inBatches<Held, 'released'>({
    keyOf: ({ token }) => token,
    together: release,
    async alone(lease) {
      await release([lease]);
      return 'released';
    },
  });
  return async (lease) => void (await releaseInBatches(lease));
}
