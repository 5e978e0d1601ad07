import { randomUUID } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Clock } from '../../../application/ports/clock.ts';
import type { Lane, Lease } from '../../../application/ports/outbox.ts';
import { type Asking, ask } from './asking.ts';
import { type Answered, answered, inBatches } from './batches.ts';
import { columnOf } from './column-text.ts';
import type { Statement } from './database.ts';
import { waitingOfRow } from './rows.ts';

const together: Statement = { name: 'take-lanes', text: 'select * from handoff.take_lanes($1, $2)' };
const alone: Statement = {
  name: 'take-lane',
  text: 'select * from handoff.take_lane($1, $2, $3, $4, $5, $6)',
};
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

type Release = (lease: Lease) => Promise<void>;

/** Leases lanes, many in one statement. */
export function takeLanes(
  asking: Asking,
  release: Release,
): (request: LaneRequest) => Promise<Lease | undefined> {
  const taking = inBatches<LaneRequest, Taken>({
    keyOf: ({ lane }) => `${lane.direction} ${lane.sessionId}`,
    together: (requests) => takeTogether(asking, release, requests),
    alone: (request) => takeAlone(asking, request),
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
  release: Release,
  requests: readonly LaneRequest[],
): Promise<readonly Answered<Taken>[]> {
  const asked = requests.map(({ lane, forMs, begins }, number) => ({
    number,
    session_id: columnOf(lane.sessionId),
    direction: lane.direction,
    token: randomUUID(),
    lasts: forMs,
    begins,
  }));
  const rows = await ask(asking, together, [asking.replica, JSON.stringify(asked)]);
  const rowsOf = Map.groupBy(rows, (row) => answerRow.parse(row).number);
  const taken: Answered<Taken>[] = [];
  for (const [number, { lane }] of requests.entries()) {
    const lease = { lane, token: asked[number]?.token ?? '', waiting: [] };
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

async function takeAlone(asking: Asking, { lane, forMs, begins }: LaneRequest): Promise<Taken> {
  const token = randomUUID();
  const values = [columnOf(lane.sessionId), lane.direction, asking.replica, token, forMs, begins];
  return takenOf(asking, { lane, token, waiting: [] }, await ask(asking, alone, values));
}

function takenOf({ states }: Asking, { lane, token }: Lease, rows: readonly QueryResultRow[]): Taken {
  if (rows.length === 0) return 'nothing';
  const late = notDue.safeParse(rows[0]);
  if (late.success) return { waitMs: late.data.wait_ms };
  const { begun_state } = begunRow.parse(rows[0]);
  const waiting = rows.map((row) => waitingOfRow(row, lane));
  if (begun_state === null) return { lane, token, waiting };
  return { lane, token, waiting, begun: states.read(columnOf(lane.sessionId), begun_state) };
}
