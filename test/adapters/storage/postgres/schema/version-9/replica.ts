import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';
import type { Lane } from '../../../../../../src/application/ports/outbox.ts';

/** A lease as a replica of version 9 has it. */
export interface OldLease {
  readonly lane: Lane;
  readonly token: string;
  readonly waiting: readonly { readonly id: string; readonly text: string }[];
}

const sessionRow = z.object({ version: z.int(), state: z.string() }).loose();
const headRow = z.object({ id: z.string(), content: z.string() });
const changedRow = z.object({ number: z.int(), lent: z.string().nullable() });
const text = z.object({ text: z.string() });

/** What a replica of version 9 asks of the database: its functions, for one and for many. */
export function replicaOfVersion9(client: Client, name = `version-9 ${randomUUID()}`) {
  const rowsOf = async (sql: string, values: readonly unknown[]): Promise<readonly unknown[]> =>
    (await client.query(sql, [...values])).rows;
  const laneFields = ({ sessionId, direction }: Lane, token: string) => ({
    number: 0,
    session_id: sessionId,
    direction,
    token,
  });

  const leaseOf = (lane: Lane, token: string, rows: readonly unknown[]): OldLease | undefined => {
    const heads = rows.flatMap((row) => headRow.safeParse(row).data ?? []);
    const waiting = heads.map(({ id, content }) => ({ id, text: text.parse(JSON.parse(content)).text }));
    return waiting.length === 0 ? undefined : { lane, token, waiting };
  };

  return {
    live: () => rowsOf('select handoff.say_alive($1, $2)', [name, 5000]),
    leave: () => rowsOf('delete from handoff.replicas where id = $1', [name]),

    /** Adds words of the agent, and leases their lane if it is empty and free. */
    async accept(lane: Lane, words: string, lasts: number): Promise<'stale' | OldLease | undefined> {
      const [row] = await rowsOf('select * from handoff.sessions where id = $1', [lane.sessionId]);
      const session = sessionRow.parse(row);
      const token = randomUUID();
      const id = `${lane.sessionId}.${session.version + 1}.${words}`;
      const state: unknown = JSON.parse(session.state);
      const change = { ...session, state, number: 0, expected: session.version, at: Date.now() };
      const content = { kind: 'say', text: words, agentName: 'Dana' };
      const message = {
        ...laneFields(lane, token),
        id,
        kind: 'say',
        content,
        accepted_at: Date.now(),
        begins: true,
      };
      const changed = await rowsOf(
        'select number, lent, is_empty from handoff.commit_and_lend($1, $2, $3, $4, $5)',
        [
          name,
          JSON.stringify([change]),
          JSON.stringify([message]),
          null,
          JSON.stringify([{ ...laneFields(lane, token), lasts }]),
        ],
      );
      const answers = z.array(changedRow).parse(changed);
      if (answers.length === 0) return 'stale';
      return answers.some(({ lent }) => lent !== null)
        ? { lane, token, waiting: [{ id, text: words }] }
        : undefined;
    },

    /** Leases a lane with its first attempt begun, in the statement for many or in that for one. */
    async lease(lane: Lane, lasts: number, how: 'many' | 'one' = 'many'): Promise<OldLease | undefined> {
      const token = randomUUID();
      const rows =
        how === 'many'
          ? await rowsOf('select * from handoff.take_lane_heads($1, $2) order by place', [
              name,
              JSON.stringify([{ ...laneFields(lane, token), lasts, begins: true }]),
            ])
          : await rowsOf('select * from handoff.take_lane_head($1, $2, $3, $4, $5, $6)', [
              lane.sessionId,
              lane.direction,
              name,
              token,
              lasts,
              true,
            ]);
      return leaseOf(lane, token, rows);
    },

    /** Begins the attempt at a message that is not the first of its lease. */
    async begin({ lane, token }: OldLease, message: string, lasts: number): Promise<'begun' | 'gone'> {
      const rows = await rowsOf('select handoff.begin_next($1, $2, $3, $4, $5, $6) as state', [
        lane.sessionId,
        lane.direction,
        name,
        token,
        message,
        lasts,
      ]);
      const [{ state } = { state: null }] = z.array(z.object({ state: z.string().nullable() })).parse(rows);
      return state === null ? 'gone' : 'begun';
    },

    async settle({ lane, token }: OldLease, message: string): Promise<string> {
      const rows = await rowsOf(
        'select handoff.settle_and_release($1, $2, $3, $4, $5, $6, null, null, $7) as outcome',
        [lane.sessionId, lane.direction, name, token, message, 'delivered', Date.now()],
      );
      const [{ outcome } = { outcome: '' }] = z.array(z.object({ outcome: z.string() })).parse(rows);
      return outcome;
    },

    async settleInBatch({ lane, token }: OldLease, message: string): Promise<string> {
      const settled = { ...laneFields(lane, token), message, settled_as: 'delivered', at: Date.now() };
      const rows = await rowsOf('select number, is_empty from handoff.settle_attempts($1, $2)', [
        name,
        JSON.stringify([settled]),
      ]);
      const [answer] = z.array(z.object({ is_empty: z.boolean() })).parse(rows);
      if (answer === undefined) return 'lost';
      return answer.is_empty ? 'released' : 'settled';
    },

    release: ({ lane, token }: OldLease) =>
      rowsOf('select handoff.release_lanes($1, $2)', [name, JSON.stringify([laneFields(lane, token)])]),
  };
}
