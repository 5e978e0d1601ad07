import { type HandoffSession, isSilenceExcused, liveChatIdOf } from '../../../../domain/handoff-session.ts';
import { columnOf } from '../schema/column-text.ts';

/** Later than any limit of the sweeper: silence does not count, and the column is only there for the sweeper. */
const never = Number.MAX_SAFE_INTEGER;

/** What stands in the columns of a session beside its id and version; `state` is the session as JSON. */
export function sessionValues(session: HandoffSession, state = JSON.stringify(session)) {
  const liveChatId = liveChatIdOf(session);
  return {
    conversation_id: columnOf(session.conversationId),
    live_chat_id: liveChatId === undefined ? null : columnOf(liveChatId),
    customer_id: columnOf(session.customer.id),
    status: session.status,
    reason: 'reason' in session ? session.reason : null,
    state,
    requested_at: session.requestedAt,
    last_activity_at: isSilenceExcused(session) ? never : session.lastActivityAt,
    idle_warned_at: 'idleWarnedAt' in session ? (session.idleWarnedAt ?? null) : null,
    closed_at: session.status === 'closing' ? session.closedAt : null,
    ended_at: session.status === 'ended' ? session.endedAt : null,
  };
}
