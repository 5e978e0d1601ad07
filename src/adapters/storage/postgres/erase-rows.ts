import { z } from 'zod';
import { eraseTexts } from '../erase-texts.ts';
import type { DeadItem, SessionRecord, WaitingItem } from '../session-record.ts';
import { columnOf } from './column-text.ts';
import type { Queries, Statement } from './database.ts';
import { itemColumns, itemOfRow } from './rows.ts';
import { sessionValues } from './session-values.ts';
import { stateColumn } from './state-column.ts';

const messagesOf: Statement = {
  name: 'messages-of',
  text: `select ${itemColumns} from handoff.messages where session_id = any ($1) order by place for update`,
};
const blankSessions: Statement = {
  name: 'blank-sessions',
  text: `update handoff.sessions s set state = e.state, customer_id = e.customer_id, version = s.version + 1
    from unnest($1::text[], $2::text[], $3::text[]) as e (id, state, customer_id) where s.id = e.id`,
};
const removeMessages: Statement = {
  name: 'remove-messages',
  text: 'delete from handoff.messages where id = any ($1)',
};
const blankMessages: Statement = {
  name: 'blank-messages',
  text: `update handoff.messages m set content = e.content
    from unnest($1::text[], $2::text[]) as e (id, content) where m.id = e.id`,
};

const sessionRow = z.object({ id: z.string(), state: stateColumn });

/** Erases the texts of ended sessions whose rows are locked, by the rules that all stores share. Gives how many. */
export async function eraseRows(queries: Queries, rows: readonly unknown[]): Promise<number> {
  const sessions = rows.map((row) => sessionRow.parse(row));
  if (sessions.length === 0) return 0;
  const messages = (await queries.query(messagesOf, [sessions.map(({ id }) => id)])).map(itemOfRow);
  const erased = sessions.map(({ state }) => eraseTexts(recordOf(state, messages)));
  const states = erased.map(({ session }) => sessionValues(session));
  await queries.query(blankSessions, [
    sessions.map(({ id }) => id),
    states.map(({ state }) => state),
    states.map(({ customer_id }) => customer_id),
  ]);
  const left = erased.flatMap(({ lanes, dead }) => [
    ...lanes['to-live-chat'],
    ...lanes['to-customer'],
    ...dead,
  ]);
  const leftIds = new Set(left.map(({ id }) => id));
  const gone = messages.filter(({ id }) => !leftIds.has(id));
  await queries.query(removeMessages, [gone.map(({ id }) => columnOf(id))]);
  await queries.query(blankMessages, [
    left.map(({ id }) => columnOf(id)),
    left.map(({ content }) => JSON.stringify(content)),
  ]);
  return sessions.length;
}

/** Only what the erasing looks at: the counters of the record stand in columns. */
function recordOf(
  session: SessionRecord['session'],
  messages: readonly (WaitingItem | DeadItem)[],
): SessionRecord {
  const own = messages.filter(({ sessionId }) => sessionId === session.id);
  const waiting = own.filter((each) => !('diedAt' in each));
  return {
    session,
    version: 0,
    sequence: 0,
    lanes: {
      'to-live-chat': waiting.filter(({ direction }) => direction === 'to-live-chat'),
      'to-customer': waiting.filter(({ direction }) => direction === 'to-customer'),
    },
    dead: own.filter((each) => 'diedAt' in each),
  };
}
