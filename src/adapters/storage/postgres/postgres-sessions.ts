import { z } from 'zod';
import type { SessionStore } from '../../../application/ports/session-store.ts';
import { sessionId } from '../../../domain/ids.ts';
import { type Asking, ask, askForOne } from './asking.ts';
import { columnOf, idIn } from './column-text.ts';
import { commitChange } from './commit-change.ts';
import type { Statement } from './database.ts';
import { sessionColumns, sessionOfRow } from './rows.ts';

const ofId: Statement = {
  name: 'session-of-id',
  text: `select ${sessionColumns} from handoff.sessions s where s.id = $1`,
};
const ofConversation: Statement = {
  name: 'session-of-conversation',
  text: `select ${sessionColumns} from handoff.sessions s where s.conversation_id = $1 and s.status <> 'ended'`,
};
/** Vendors may give an id again once its session has ended. */
const ofLiveChat: Statement = {
  name: 'session-of-live-chat',
  text: `select ${sessionColumns} from handoff.sessions s where s.live_chat_id = $1
    order by s.status <> 'ended' desc, s.requested_at desc limit 1`,
};
const answerTo: Statement = {
  name: 'answer-to',
  text: 'select session_id, answer from handoff.inbound where conversation_id = $1 and id = $2',
};
const hasRequested: Statement = {
  name: 'has-requested',
  text: `select exists (select from handoff.sessions where status = 'requested') as is_so`,
};
const overdue: Statement = {
  name: 'overdue',
  text: `select ${sessionColumns} from handoff.sessions s
    where s.status <> 'ended' and case s.status
      when 'requested' then s.requested_at <= $1
      when 'closing' then s.closed_at <= $6
      else s.requested_at <= $2 or case when s.idle_warned_at is null then s.last_activity_at <= $3
        else s.last_activity_at <= $4 and s.idle_warned_at <= $5 end
      end
    order by s.requested_at limit $7`,
};

const answerRow = z.object({ session_id: z.string().transform(idIn), answer: z.string() });
const yesOrNo = z.object({ is_so: z.boolean() });

/** The sessions as rows; a commit is one statement. */
export function postgresSessions(asking: Asking): SessionStore {
  const one = async (statement: Statement, id: string) => {
    const row = await askForOne(asking, statement, [columnOf(id)]);
    return row && sessionOfRow(row);
  };
  return {
    ofId: (id) => one(ofId, id),
    ofConversation: (id) => one(ofConversation, id),
    ofLiveChat: (id) => one(ofLiveChat, id),
    async answerTo(conversation, inboundId) {
      const row = await askForOne(asking, answerTo, [columnOf(conversation), columnOf(inboundId)]);
      if (row === undefined) return undefined;
      const { session_id, answer } = answerRow.parse(row);
      return { sessionId: sessionId(session_id), answer };
    },
    commit: (change) => commitChange(asking, change),
    async overdue(limits, limit) {
      const { requestedBefore, openedBefore, warnQuietSince, endQuietSince, warnedBefore, closedBefore } =
        limits;
      const values = [requestedBefore, openedBefore, warnQuietSince, endQuietSince, warnedBefore];
      return (await ask(asking, overdue, [...values, closedBefore, limit])).map(sessionOfRow);
    },
    hasRequested: async () => yesOrNo.parse(await askForOne(asking, hasRequested, [])).is_so,
  };
}
