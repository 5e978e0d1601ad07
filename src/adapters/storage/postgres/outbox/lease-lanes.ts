import { randomUUID } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Clock } from '../../../../application/ports/clock.ts';
import type { Lane, Lease } from '../../../../application/ports/outbox.ts';
import { type Answered, answered, inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';
import { columnOf } from '../schema/column-text.ts';
import { waitingOfRow } from '../sessions/rows.ts';
import type { TakingInDoubt } from './in-doubt-leases.ts';
import type { Release } from './release-leases.ts';

const together: Statement = {
  name: 'take-lane-heads',
  text: 'select * from handoff.take_lane_heads($1, $2)',
};
const alone: Statement = {
  name: 'take-lane-head',
  text: 'select * from handoff.take_lane_head($1, $2, $3, $4, $5, $6)',
};
/** How leases are given back, and how they are taken where the answer may be lost. */
export interface Leasing {
  readonly release: Release;
  readonly inDoubt: TakingInDoubt;
}

export interface LaneRequest {
  readonly lane: Lane;
  readonly forMs: number;
  /** Whether the attempt at the first message may begin with the lease. */
  readonly begins: boolean;
}

/** A lease, how long until there is anything to lease, or that there is nothing. */
type Taken = Lease | { readonly waitMs: number } | 'nothing';

const answerRow = z.object({
  number: z.int(),
  is_busy: z.boolean(),
  wait_ms: z.number().nullable(),
  place: z.coerce.number(),
  id: z.string().nullable(),
});
const notDue = z.object({ wait_ms: z.number() });
const begunRow = z.object({ begun_state: z.string().nullable() });

/**
 * Who counts the time until a message is due wakes a moment too early for the database, which began to count when it heard
 * of it. So much, in milliseconds, is waited here; more is another attempt's business.
 */
const momentMs = 250;

/** Leases lanes, many in one statement. */
export function takeLanes(
  asking: Asking,
  { release, inDoubt }: Leasing,
): (request: LaneRequest) => Promise<Lease | undefined> {
  const taking = inBatches<LaneRequest, Taken>({
    keyOf: ({ lane }) => `${lane.direction} ${lane.sessionId}`,
    together: (requests) => takeTogether(asking, { release, inDoubt }, requests),
    alone: (request) => takeAlone(asking, inDoubt, request),
  });
  return async function take(request): Promise<Lease | undefined> {
    const taken = await taking(request);
    if (taken === 'nothing') return undefined;
    if (!('waitMs' in taken)) return taken;
    if (taken.waitMs > momentMs) return undefined;
    await passed(asking.clock, taken.waitMs);
    return take(request);
  };
}

const passed = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => clock.after(Math.ceil(ms), () => resolve()));

async function takeTogether(
  asking: Asking,
  { release, inDoubt }: Leasing,
  requests: readonly LaneRequest[],
): Promise<readonly Answered<Taken>[]> {
  const leases = requests.map(({ lane }): Lease => ({ lane, token: randomUUID(), messages: [] }));
  const asked = requests.map(({ lane, forMs, begins }, number) => ({
    number,
    session_id: columnOf(lane.sessionId),
    direction: lane.direction,
    token: leases[number]?.token,
    lasts: forMs,
    begins,
  }));
  const rows = await inDoubt(leases, () => ask(asking, together, [asking.replica, JSON.stringify(asked)]));
  const rowsOf = Map.groupBy(rows, (row) => answerRow.parse(row).number);
  const taken: Answered<Taken>[] = [];
  for (const [number, lease] of leases.entries()) {
    const said = takenTogether(asking, lease, rowsOf.get(number) ?? []);
    if (said === 'emptied') await release(lease);
    taken.push(said === 'emptied' ? 'nothing' : said);
  }
  return taken;
}

/** Absent where the row of the lane was locked. `emptied`: all was given up between the look at the lane and the lease. */
function takenTogether(
  asking: Asking,
  lease: Lease,
  rows: readonly QueryResultRow[],
): Answered<Taken> | 'emptied' {
  const first = rows[0] && answerRow.parse(rows[0]);
  if (first?.is_busy) return undefined;
  if (first && first.wait_ms === null && first.id === null) return 'emptied';
  const inOrder = rows.toSorted((one, other) => answerRow.parse(one).place - answerRow.parse(other).place);
  return answered(() => takenOf(asking, lease, inOrder));
}

async function takeAlone(
  asking: Asking,
  inDoubt: TakingInDoubt,
  { lane, forMs, begins }: LaneRequest,
): Promise<Taken> {
  const token = randomUUID();
  const values = [columnOf(lane.sessionId), lane.direction, asking.replica, token, forMs, begins];
  const rows = await inDoubt([{ lane, token }], () => ask(asking, alone, values));
  return takenOf(asking, { lane, token, messages: [] }, rows);
}

function takenOf({ states }: Asking, { lane, token }: Lease, rows: readonly QueryResultRow[]): Taken {
  if (rows.length === 0) return 'nothing';
  const late = notDue.safeParse(rows[0]);
  if (late.success) return { waitMs: late.data.wait_ms };
  const { begun_state } = begunRow.parse(rows[0]);
  const messages = rows.map((row) => waitingOfRow(row, lane));
  if (begun_state === null) return { lane, token, messages };
  return { lane, token, messages, begun: states.read(columnOf(lane.sessionId), begun_state) };
}
