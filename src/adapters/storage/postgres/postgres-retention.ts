import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import type { Retention } from '../../../application/ports/retention.ts';
import { type Asking, ask } from './asking.ts';
import { columnOf } from './column-text.ts';
import type { Queries, Statement } from './database.ts';
import { eraseRows } from './erase-rows.ts';
import { sessionColumns, sessionOfRow } from './rows.ts';
import { storeError } from './store-error.ts';

const ofCustomer: Statement = {
  name: 'sessions-of-customer',
  text: `select ${sessionColumns} from handoff.sessions s where s.customer_id = $1 and s.customer_id <> 'erased'`,
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
    where status = 'ended' and customer_id <> 'erased' and ended_at < $1
    order by ended_at limit $2 for update skip locked`,
};
const forgetEnded: Statement = {
  name: 'forget-ended',
  text: `delete from handoff.sessions where id in (
      select s.id from handoff.sessions s
      where s.status = 'ended' and s.ended_at < $1 and not exists (
        select from handoff.messages m where m.session_id = s.id and m.died_at is null)
      order by s.ended_at limit $2 for update skip locked
    ) returning id`,
};

/** How many sessions are erased in one transaction. */
const atOnce = 100;

/** What is erased or forgotten is gone for every query; the server reuses its space when it vacuums. */
export function postgresRetention(asking: Asking): Retention {
  const erase = async (find: (queries: Queries) => Promise<readonly QueryResultRow[]>): Promise<number> => {
    try {
      return await asking.database.transaction(async (queries) => eraseRows(queries, await find(queries)));
    } catch (error) {
      if (error instanceof z.ZodError) throw error;
      throw storeError(error);
    }
  };
  return {
    async ofCustomer(customerId) {
      const rows = await ask(asking, ofCustomer, [columnOf(customerId)]);
      return rows.map((row) => sessionOfRow(row, asking.states));
    },
    async eraseTextsOf(id) {
      const erased = await erase((queries) => queries.query(endedOfId, [columnOf(id)]));
      return erased > 0 ? 'erased' : 'nothing';
    },
    async eraseTexts(time, limit) {
      let erased = 0;
      for (;;) {
        const next = Math.min(atOnce, limit - erased);
        const count = next > 0 ? await erase((queries) => queries.query(endedBefore, [time, next])) : 0;
        erased += count;
        if (count < atOnce) return erased;
      }
    },
    forgetEnded: async (time, limit) => (await ask(asking, forgetEnded, [time, limit])).length,
    purge: async () => {},
  };
}
