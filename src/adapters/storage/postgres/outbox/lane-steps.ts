import { z } from 'zod';
import { type Lease, laneKey, type Settled } from '../../../../application/ports/outbox.ts';
import type { HandoffSession } from '../../../../domain/handoff-session.ts';
import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';
import { type HeldLane, leaseFields } from './lease-fields.ts';
import { settledFields } from './settled-fields.ts';

/* What the holder of a lane does with it, each a step of the database. */

interface AttemptRequest {
  readonly lease: Lease;
  readonly id: string;
  readonly forMs: number;
}

const begunRows = z.tuple([z.object({ state: z.string().nullable() })]);

export const beginAttempts = (context: StoreContext) =>
  inSteps<AttemptRequest, HandoffSession | 'gone'>(context, {
    statement: {
      name: 'begin-attempts',
      text: 'select number, state from handoff.begin_attempts($1)',
    },
    keyOf: ({ lease }) => laneKey(lease.lane),
    argumentOf: (requests) => ({
      lanes: requests.map(({ lease, id, forMs }, number) => ({
        ...leaseFields(lease, number),
        message_id: columnOf(id),
        lasts_ms: forMs,
      })),
    }),
    read({ lease }, rows) {
      const [{ state }] = begunRows.parse(rows);
      return state === null ? 'gone' : context.states.read(columnOf(lease.lane.sessionId), state);
    },
  });

const settledRows = z.tuple([z.object({ outcome: z.enum(['settled', 'released', 'lost']) })]);

export const settleAttempts = (context: StoreContext) =>
  inSteps<Settled, 'settled' | 'released' | 'lost'>(context, {
    statement: {
      name: 'settle-attempts',
      text: 'select number, outcome from handoff.settle_attempts($1)',
    },
    keyOf: ({ lease }) => laneKey(lease.lane),
    argumentOf: (all) => ({
      lanes: all.map((settled, number) => settledFields(settled, { number, now: context.clock.now() })),
    }),
    read: (_, rows) => settledRows.parse(rows)[0].outcome,
  });

/** How long a release is retried, in milliseconds: as long as a lease lasts at least. */
export const releasingMs = 60_000;

export type Release = (held: HeldLane) => Promise<void>;

export const releaseLanes = (context: StoreContext): Release =>
  inSteps<HeldLane, void>(context, {
    statement: { name: 'release-lanes', text: 'select number from handoff.release_lanes($1)' },
    keyOf: ({ token }) => token,
    argumentOf: (all) => ({ lanes: all.map(leaseFields) }),
    read: () => undefined,
  });
