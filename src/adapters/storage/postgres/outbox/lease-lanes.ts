import { randomUUID } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import { pause } from '../../../../application/ports/clock.ts';
import { type Lane, type Lease, laneKey } from '../../../../application/ports/outbox.ts';
import { inSteps } from '../connection/steps.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';
import type { InDoubtLeases } from './in-doubt-leases.ts';
import type { Release } from './lane-steps.ts';
import { type HeldLane, leaseFields } from './lease-fields.ts';
import { messageOfRow } from './message-rows.ts';

/** How leases are given back, and how lanes are leased where the answer may be lost. */
export interface Leasing {
  readonly release: Release;
  readonly inDoubt: InDoubtLeases;
}

export interface LaneRequest {
  readonly lane: Lane;
  readonly forMs: number;
  /** Whether the attempt at the first message may begin with the lease. */
  readonly begins: boolean;
}

type Wanted = LaneRequest & HeldLane;

/** A lease, how long until there is anything to lease, or that there is nothing. */
type Leased = Lease | { readonly waitMs: number } | 'nothing';

const answerRow = z.object({
  is_leased: z.boolean(),
  wait_ms: z.number().nullable(),
  id: z.string().nullable(),
});
const begunRow = z.object({ begun_state: z.string().nullable() });

/**
 * A timer that counts until a message is due ends a moment too early for the database, which began to count when it heard
 * of the message. So much, in milliseconds, is waited here; more is left to the next look.
 */
const momentMs = 250;

export function leaseLanes(
  context: StoreContext,
  { inDoubt, release }: Leasing,
): (request: LaneRequest) => Promise<Lease | undefined> {
  const leasing = inSteps<Wanted, Leased>(context, {
    statement: { name: 'lease-lanes', text: 'select * from handoff.lease_lanes($1)' },
    keyOf: ({ lane }) => laneKey(lane),
    argumentOf: (all) => ({
      lanes: all.map((wanted, number) => ({
        ...leaseFields(wanted, number),
        lasts_ms: wanted.forMs,
        begins: wanted.begins,
      })),
    }),
    async read(wanted, rows) {
      const { is_leased, wait_ms, id } = answerRow.parse(rows[0]);
      if (wait_ms !== null) return { waitMs: wait_ms };
      if (id !== null) return leaseOfRows(context, wanted, rows);
      if (is_leased) await release(wanted);
      return 'nothing';
    },
    around: inDoubt,
  });
  return async function lease(request): Promise<Lease | undefined> {
    const leased = await leasing({ ...request, token: randomUUID() });
    if (leased === 'nothing') return undefined;
    if (!('waitMs' in leased)) return leased;
    if (leased.waitMs > momentMs) return undefined;
    await pause(context.clock, Math.ceil(leased.waitMs));
    return lease(request);
  };
}

function leaseOfRows(
  { states }: StoreContext,
  { lane, token }: Wanted,
  rows: readonly QueryResultRow[],
): Lease {
  const { begun_state } = begunRow.parse(rows[0]);
  const messages = rows.map((row) => messageOfRow(row, lane));
  if (begun_state === null) return { lane, token, messages };
  return { lane, token, messages, begun: states.read(columnOf(lane.sessionId), begun_state) };
}
