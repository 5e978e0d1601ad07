import type { QueryResultRow } from 'pg';
import { z } from 'zod';
import {
  type LastEnd,
  type SessionStore,
  type StoredSession,
  StoreUnavailable,
} from '../../../../application/ports/session-store.ts';
import type { ChannelId } from '../../../../domain/ids.ts';
import { endReasonSchema } from '../../record/session-schema.ts';
import { answerOf, type BatchAnswer, inBatches } from '../connection/batches.ts';
import type { Statement } from '../connection/database.ts';
import { isSo, query, queryOne, type StoreContext } from '../connection/store-context.ts';
import type { Leasing } from '../outbox/lease-lanes.ts';
import { columnOf, sessionIdColumn } from '../schema/column-text.ts';
import { commitChanges } from './commit-changes.ts';
import { pendingOfSession, sessionColumns, sessionOfRow } from './session-rows.ts';

/** Finds one session for each key, where there is one. */
const sessionsOf = (what: string, which: string): Statement => ({
  isReadOnly: true,
  name: `sessions-of-${what}`,
  text: `select a.number::integer, ${sessionColumns}
    from unnest($1::text[]) with ordinality as a (key, number) cross join lateral (
      select s.* from handoff.sessions s where ${which} limit 1
    ) s ${pendingOfSession}`,
});
const ofIds = sessionsOf('ids', 's.id = a.key');
const ofConversations = sessionsOf('conversations', `s.conversation_id = a.key and s.status <> 'ended'`);
/** Vendors may give an id again once its session has ended. */
const ofLiveChats = sessionsOf(
  'live-chats',
  `s.live_chat_id = a.key order by s.status <> 'ended' desc, s.requested_at desc`,
);
const replyTo: Statement = {
  isReadOnly: true,
  name: 'reply-to',
  text: 'select session_id, answer from handoff.inbound where conversation_id = $1 and id = $2',
};
/** The requests of a conversation lead to its sessions. */
const lastEnd: Statement = {
  isReadOnly: true,
  name: 'last-end',
  text: `select s.reason, s.ended_at from handoff.sessions s
    where s.status = 'ended' and s.id in (select i.session_id from handoff.inbound i where i.conversation_id = $1)
    order by s.ended_at desc limit 1`,
};
const hasRequested: Statement = {
  isReadOnly: true,
  name: 'has-requested',
  text: `select exists (
    select from handoff.sessions where status = 'requested' and requested_at <= $1
  ) as is_so`,
};
const overdue: Statement = {
  name: 'overdue',
  text: `select ${sessionColumns} from handoff.sessions s ${pendingOfSession}
    where s.status <> 'ended' and case s.status
      when 'requested' then s.requested_at <= $1
      when 'closing' then s.closed_at <= $6
      else s.requested_at <= $2 or (case when s.idle_warned_at is null then s.last_activity_at <= $3
          else s.last_activity_at <= $4 and s.idle_warned_at <= $5 end
        and not exists (select from handoff.messages m where m.session_id = s.id and m.died_at is null
          and (m.direction <> 'to-customer'
            or not exists (select from unnest($8::text[]) as c (told) where position(c.told in s.state) > 0))))
      end
    order by s.requested_at limit $7`,
};

/** How a session's state names its channel. A damaged state is no JSON, and must not keep other sessions from the sweeper. */
const channelInState = (id: ChannelId): string => `"channel":${JSON.stringify(id)}`;

const answerRow = z.object({ session_id: sessionIdColumn, answer: z.string() });
const lastEndRow = z
  .object({ reason: endReasonSchema, ended_at: z.number() })
  .transform(({ reason, ended_at }): LastEnd => ({ reason, endedAt: ended_at }));
const numbered = z.object({ number: z.int() });

export function postgresSessions(context: StoreContext, leasing: Leasing): SessionStore {
  return {
    ofId: sessionsFound(context, ofIds),
    ofConversation: sessionsFound(context, ofConversations),
    ofLiveChat: sessionsFound(context, ofLiveChats),
    async lastEndOf(conversation) {
      const row = await queryOne(context, lastEnd, [columnOf(conversation)]);
      return row && lastEndRow.parse(row);
    },
    async replyTo(conversation, inboundId) {
      const row = await queryOne(context, replyTo, [columnOf(conversation), columnOf(inboundId)]);
      if (row === undefined) return undefined;
      const { session_id, answer } = answerRow.parse(row);
      return { sessionId: session_id, answer };
    },
    commit: commitChanges(context, leasing),
    async overdue(limits, limit) {
      const { requestedBefore, openedBefore, warnQuietSince, endQuietSince, warnedBefore, ...others } =
        limits;
      const values = [requestedBefore, openedBefore, warnQuietSince, endQuietSince, warnedBefore];
      const inTurns = others.inTurns.map(channelInState);
      const rows = await query(context, overdue, [...values, others.closedBefore, limit, inTurns]);
      return rows.flatMap((row) => readable(context, row));
    },
    hasRequested: (by) => isSo(context, hasRequested, [by]),
  };
}

/** Those who look at the same time share a statement. */
function sessionsFound(
  context: StoreContext,
  statement: Statement,
): (id: string) => Promise<StoredSession | undefined> {
  const find = async (ids: readonly string[]): Promise<readonly BatchAnswer<Found>[]> => {
    const rows = await query(context, statement, [ids.map(columnOf)]);
    const rowOf = new Map(rows.map((row) => [numbered.parse(row).number, row]));
    return ids.map((_, place) => {
      const row = rowOf.get(place + 1);
      return row === undefined ? {} : answerOf(() => ({ stored: sessionOfRow(row, context.states) }));
    });
  };
  const findInBatches = inBatches<string, Found>({
    keyOf: (id) => id,
    together: find,
    alone: async (id) => (await (await find([id]))[0]) ?? {},
  });
  return async (id) => (await findInBatches(id)).stored;
}

/** Skips damaged records, so that other sessions do not wait for their repair. */
function readable({ states, log }: StoreContext, row: QueryResultRow): readonly StoredSession[] {
  try {
    return [sessionOfRow(row, states)];
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    log.error({ session: row.id, err: error }, 'damaged-record');
    return [];
  }
}

interface Found {
  readonly stored?: StoredSession;
}
