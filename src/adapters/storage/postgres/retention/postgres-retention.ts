import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Retention } from '../../../../application/ports/retention.ts';
import type { Queries, Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';
import { damagedRecord, storeError } from '../connection/store-error.ts';
import { columnOf } from '../schema/column-text.ts';
import { pendingOfSession, sessionColumns, sessionOfRow } from '../sessions/session-rows.ts';
import { redactRows } from './redact-rows.ts';

const ofCustomer: Statement = {
  name: 'sessions-of-customer',
  text: `select ${sessionColumns} from handoff.sessions s ${pendingOfSession}
    where s.customer_id = $1 and s.customer_id <> 'erased'`,
};
const endedOfId: Statement = {
  name: 'ended-of-id',
  text: `select id, state from handoff.sessions
    where id = $1 and status = 'ended' and customer_id <> 'erased' for update`,
};
/** What another replica is erasing is not waited for. */
const endedBefore: Statement = {
  name: 'ended-before',
  text: `select id, state from handoff.sessions
    where status = 'ended' and customer_id <> 'erased' and ended_at < $1 and id <> all ($3)
    order by ended_at limit $2 for update skip locked`,
};
/** The array is made once; a subquery could run again for each row, and delete more than the limit. */
const deleteEnded: Statement = {
  name: 'delete-ended',
  text: `delete from handoff.sessions where id = any (array(
      select s.id from handoff.sessions s
      where s.status = 'ended' and s.ended_at < $1 and not exists (
        select from handoff.messages m where m.session_id = s.id and m.died_at is null)
      order by s.ended_at limit $2 for update skip locked
    )) returning id`,
};

const deleteIdempotencyRecords: Statement = {
  name: 'delete-idempotency-records',
  text: `delete from handoff.inbound where ctid = any (array(
      select i.ctid from handoff.inbound i where i.at < $1 order by i.at limit $2 for update skip locked
    )) returning 1`,
};

/** What is erased or forgotten is gone for every query; the server reuses its space when it vacuums. */
export function postgresRetention(context: StoreContext): Retention {
  const { database, log } = context;
  const erase = async (find: (queries: Queries) => Promise<readonly QueryResultRow[]>) => {
    try {
      return await database.transaction(async (queries) => redactRows(queries, await find(queries)));
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      throw storeError(error);
    }
  };
  /** Damaged sessions. They are skipped, and tried again when nothing else is left to redact. */
  let damaged: readonly string[] = [];
  return {
    async ofCustomer(customerId) {
      const rows = await query(context, ofCustomer, [columnOf(customerId)]);
      return rows.map((row) => sessionOfRow(row, context.states));
    },
    async redactTextsOf(id) {
      const erased = await erase((queries) => queries.query(endedOfId, [columnOf(id)]));
      if (erased.damaged.length > 0) throw damagedRecord();
      return erased.count > 0 ? 'erased' : 'nothing';
    },
    async redactTexts(time, limit) {
      let erased = 0;
      while (erased < limit) {
        const batch = await erase((queries) => queries.query(endedBefore, [time, limit - erased, damaged]));
        for (const session of batch.damaged) log.error({ session }, 'damaged-record');
        erased += batch.count;
        damaged = [...damaged, ...batch.damaged];
        if (batch.damaged.length === 0) break;
      }
      if (erased < limit) damaged = [];
      return erased;
    },
    deleteEnded: async (time, limit) => (await query(context, deleteEnded, [time, limit])).length,
    deleteIdempotencyRecords: async (time, limit) =>
      (await query(context, deleteIdempotencyRecords, [time, limit])).length,
    purge: async () => {},
  };
}
