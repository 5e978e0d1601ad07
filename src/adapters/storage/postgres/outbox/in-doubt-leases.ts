import { pause } from '../../../../application/ports/clock.ts';
import { StoreUnavailable } from '../../../../application/ports/session-store.ts';
import { retryWhileUnavailable } from '../../record/retry-while-unavailable.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { NotSent } from '../connection/store-error.ts';
import { type Release, releasingMs } from './lane-steps.ts';
import type { HeldLane } from './lease-fields.ts';

/** Runs a step that leases lanes, and gives the leases back when it is unknown whether it did. */
export type InDoubtLeases = <Answer>(
  leases: readonly HeldLane[],
  lease: () => Promise<Answer>,
) => Promise<Answer>;

/** A statement whose connection broke can still be under way in the server, for as long as the settings let it. */
const underWayMs = 5000;

/**
 * When the connection breaks in the middle of a step, this replica may hold a lease that it does not know of: while it lives,
 * no replica could have the lane until the lease ends.
 */
export function inDoubtLeases(context: StoreContext, release: Release): InDoubtLeases {
  const { clock, log, replica } = context;

  async function giveBack(held: HeldLane): Promise<void> {
    await retryWhileUnavailable(clock, releasingMs, () => release(held));
    await pause(clock, underWayMs);
    await retryWhileUnavailable(clock, releasingMs, () => release(held));
  }

  return async (leases, lease) => {
    try {
      return await lease();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || error instanceof NotSent) throw error;
      for (const held of leases) {
        giveBack(held).catch((err: Error) => {
          log.warn({ replica, session: held.lane.sessionId, err }, 'lane-not-given-back');
        });
      }
      throw error;
    }
  };
}
