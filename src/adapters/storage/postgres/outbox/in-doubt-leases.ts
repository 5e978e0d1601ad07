import { StoreUnavailable } from '../../../../application/ports/session-store.ts';
import { retryWhileUnavailable } from '../../record/retry-while-unavailable.ts';
import type { Asking } from '../connection/store-context.ts';
import { NeverAsked } from '../connection/store-error.ts';
import { type Held, type Release, releasingMs } from './release-leases.ts';

/** Does what takes these leases; gives them back when nobody can tell whether it did. */
export type TakingInDoubt = <Answer>(leases: readonly Held[], take: () => Promise<Answer>) => Promise<Answer>;

/** A statement whose connection broke can still be under way in the server, for as long as the settings let it. */
const underWayMs = 5000;

/**
 * When the way to the database breaks in the middle, a lane may be leased to this replica with nobody in it who knows:
 * as long as the replica lives, nobody could have it until the lease ends.
 */
export function takingInDoubt(asking: Asking, release: Release): TakingInDoubt {
  const { clock, log, replica } = asking;

  async function giveBack(held: Held): Promise<void> {
    await retryWhileUnavailable(clock, releasingMs, () => release(held));
    await new Promise<void>((resolve) => clock.after(underWayMs, resolve));
    await retryWhileUnavailable(clock, releasingMs, () => release(held));
  }

  return async (leases, take) => {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || error instanceof NeverAsked) throw error;
      for (const held of leases) {
        giveBack(held).catch((err: Error) => {
          log.warn({ replica, session: held.lane.sessionId, err }, 'lane-not-given-back');
        });
      }
      throw error;
    }
  };
}
