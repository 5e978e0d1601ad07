import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';
import { columnOf } from '../../src/adapters/storage/postgres/schema/column-text.ts';
import { sessionValues } from '../../src/adapters/storage/postgres/sessions/session-values.ts';
import type { Restored } from '../../src/adapters/storage/record/session-document.ts';
import type { StoredDeadLetter, StoredMessage } from '../../src/adapters/storage/record/session-record.ts';

/** Everything that belongs to one session, as rows: its own, its messages in their order, its answered requests. */
export interface SessionRows {
  readonly session: Row & { readonly id: string };
  readonly messages: readonly Row[];
  readonly inbound: readonly Row[];
}

/** The lines of a timeline; none for a session of the version before. They count in no digest: it had none. */
export const timelineOf = ({ record }: Restored): string => record.timeline.replaceAll('\0', '');

type Row = Readonly<Record<string, unknown>>;

/** A session of the files as the rows that it becomes: the dead in the order in which they died, and then what waits. */
export function rowsOf({ record, idempotencyRecords }: Restored): SessionRows {
  const { session, version, lanes, dead } = record;
  const id = columnOf(session.id);
  return {
    session: { id, version, ...sessionValues(session) },
    messages: [...dead, ...lanes['to-live-chat'], ...lanes['to-customer']].map(messageRow),
    inbound: idempotencyRecords.map(({ id: request, answer, at }) => ({
      conversation_id: columnOf(session.conversationId),
      id: columnOf(request),
      session_id: id,
      answer,
      at,
    })),
  };
}

const messageRow = (item: StoredMessage | StoredDeadLetter): Row => ({
  id: columnOf(item.id),
  session_id: columnOf(item.sessionId),
  direction: item.direction,
  kind: item.content.kind,
  content: JSON.stringify(item.content),
  accepted_at: item.acceptedAt,
  due_at: item.dueAt,
  attempts: item.attempts,
  unknown_attempts: item.unknownAttempts,
  is_begun: item.isBegun,
  cause: 'cause' in item ? item.cause.replaceAll('\0', '') : null,
  died_at: 'diedAt' in item ? item.diedAt : null,
  ...(item.lastCause !== undefined && { last_cause: item.lastCause.replaceAll('\0', '') }),
});

export const sessionColumns = `id, version, conversation_id, live_chat_id, customer_id, status, reason, state,
  requested_at, last_activity_at, idle_warned_at, closed_at, ended_at`;
export const messageColumns = `id, session_id, direction, kind, content, accepted_at, due_at, attempts,
  unknown_attempts, is_begun, cause, died_at, last_cause`;
export const inboundColumns = 'conversation_id, id, session_id, answer, at';

const ofSession = z.looseObject({ session_id: z.string() });
const caused = z.looseObject({ last_cause: z.string().nullable() });

/** Digests of what an earlier version moved know no such cause. */
function withoutNoCause(row: unknown): Row {
  const { last_cause, ...others } = caused.parse(row);
  return last_cause === null ? others : { ...others, last_cause };
}

/** What the database has of these sessions; their rows are locked until the end of the transaction. */
export async function rowsIn(
  client: Client,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SessionRows>> {
  const sessions = await client.query(
    `select ${sessionColumns} from handoff.sessions where id = any ($1) for update`,
    [ids],
  );
  const messages = await client.query(
    `select ${messageColumns} from handoff.messages where session_id = any ($1) order by place`,
    [ids],
  );
  const inbound = await client.query(
    `select ${inboundColumns} from handoff.inbound where session_id = any ($1)`,
    [ids],
  );
  const messagesOf = Map.groupBy(messages.rows.map(withoutNoCause), (row) => ofSession.parse(row).session_id);
  const inboundOf = Map.groupBy(inbound.rows, (row) => ofSession.parse(row).session_id);
  const rows = sessions.rows.map((row): [string, SessionRows] => {
    const session = z.looseObject({ id: z.string() }).parse(row);
    const [own, requests] = [messagesOf.get(session.id) ?? [], inboundOf.get(session.id) ?? []];
    return [session.id, { session, messages: own, inbound: requests }];
  });
  return new Map(rows);
}

/** The same for the same rows, wherever they come from and in whatever order the requests are. */
export function digestOf({ session, messages, inbound }: SessionRows): string {
  const requests = inbound.map(textOf).sort();
  const all = [textOf(session), ...messages.map(textOf), ...requests];
  return createHash('sha256').update(JSON.stringify(all)).digest('base64');
}

const textOf = (row: Row): string =>
  JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
