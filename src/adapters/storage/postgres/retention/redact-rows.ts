import { z } from 'zod';
import { eachDirection } from '../../../../application/ports/outbox.ts';
import { redactTexts } from '../../record/redact-texts.ts';
import type { Queries, Statement } from '../connection/database.ts';
import { stateColumn } from '../schema/column-text.ts';
import { sessionValues } from '../sessions/session-values.ts';

const blankSessions: Statement = {
  name: 'blank-sessions',
  text: `update handoff.sessions s set state = e.state, customer_id = e.customer_id, version = s.version + 1
    from unnest($1::text[], $2::text[], $3::text[]) as e (id, state, customer_id) where s.id = e.id`,
};
const removeWords: Statement = {
  name: 'remove-words',
  text: `delete from handoff.messages
    where session_id = any ($1) and died_at is null and kind in ('say', 'notice')`,
};
/** By the rules of erase-texts.ts, and no content is read into this process: it may be as long as a lane can be. */
const blankMessages: Statement = {
  name: 'blank-messages',
  text: `update handoff.messages set content = case
      when kind = 'start' then '{"kind":"start","customer":{"id":"erased","name":"erased"},"transcript":[]}'
      when kind = 'notice' then '{"kind":"notice","text":""}'
      when direction = 'to-customer' then '{"kind":"say","text":""}'
      else '{"kind":"say","messageId":'
        || coalesce(substring(content from '"messageId":("(?:[^"\\\\]|\\\\.)*")'), '""') || ',"text":"","sender":"erased"}'
      end
    where session_id = any ($1) and kind in ('start', 'say', 'notice')`,
};

const sessionRow = z.object({ id: z.string(), state: z.string() });

interface Erased {
  readonly count: number;
  /** Ids of sessions whose record cannot be read. */
  readonly damaged: readonly string[];
}

/** Erases the texts of ended sessions whose rows are locked, by the rules that all stores share. */
export async function redactRows(queries: Queries, rows: readonly unknown[]): Promise<Erased> {
  const damaged: string[] = [];
  const erased = rows.flatMap((row) => {
    const { id, state } = sessionRow.parse(row);
    const blank = blankOf(state);
    if (blank === undefined) damaged.push(id);
    return blank === undefined ? [] : [{ id, ...blank }];
  });
  if (erased.length === 0) return { count: 0, damaged };
  const ids = erased.map(({ id }) => id);
  await queries.query(blankSessions, [
    ids,
    erased.map(({ state }) => state),
    erased.map(({ customer_id }) => customer_id),
  ]);
  await queries.query(removeWords, [ids]);
  await queries.query(blankMessages, [ids]);
  return { count: erased.length, damaged };
}

/** Absent when the state is damaged: it is not overwritten, so that an operator can look at it. */
function blankOf(text: string) {
  const session = readState(text);
  if (session === undefined) return undefined;
  const { state, customer_id } = sessionValues(redactTexts(recordOf(session)).session);
  return { state, customer_id };
}

function readState(text: string) {
  try {
    return stateColumn.parse(text);
  } catch {
    // Neither JSON nor a session: the caller says which one it is.
    return undefined;
  }
}

/** Only what the erasing of a session looks at: everything else stands in columns and rows of its own. */
const recordOf = (session: z.infer<typeof stateColumn>) => ({
  session,
  version: 0,
  sequence: 0,
  lanes: eachDirection(() => []),
  dead: [],
  timeline: '',
});
