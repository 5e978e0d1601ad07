import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { type HeldLane, leaseFields } from './lease-fields.ts';

/** How long a release is retried, in milliseconds: as long as a lease lasts at least. */
export const releasingMs = 60_000;

export type Release = (held: HeldLane) => Promise<void>;

/** Gives lanes back. */
export const releaseLanes = (context: StoreContext): Release =>
  inSteps<HeldLane, void>(context, {
    statement: { name: 'release-lanes', text: 'select number from handoff.release_lanes($1)' },
    keyOf: ({ token }) => token,
    argumentOf: (all) => ({ lanes: all.map(leaseFields) }),
    read: () => undefined,
  });
