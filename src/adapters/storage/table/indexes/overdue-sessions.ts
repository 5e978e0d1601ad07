import type { Overdue } from '../../../../application/ports/session-store.ts';
import { type HandoffSession, isSilenceExcused } from '../../../../domain/handoff-session.ts';
import type { SessionRecord } from '../../record/session-record.ts';

/** Whether the sweeper has something to do about a session: what it has done already does not count again. */
export function isOverdue(record: Pick<SessionRecord, 'session' | 'lanes'>, limits: Overdue): boolean {
  const { session } = record;
  switch (session.status) {
    case 'requested':
      return session.requestedAt <= limits.requestedBefore;
    case 'queued':
    case 'active':
      if (session.requestedAt <= limits.openedBefore) return true;
      return isQuiet(session, limits) && !isSilenceExcused(session) && !hasPending(record, limits);
    case 'closing':
      return session.closedAt <= limits.closedBefore;
    case 'ended':
      return false;
  }
}

const hasPending = (
  { session, lanes }: Pick<SessionRecord, 'session' | 'lanes'>,
  { inTurns }: Overdue,
): boolean =>
  lanes['to-live-chat'].length > 0 || (lanes['to-customer'].length > 0 && !inTurns.includes(session.channel));

type InChat = Extract<HandoffSession, { readonly status: 'queued' | 'active' }>;

function isQuiet({ lastActivityAt, idleWarnedAt }: InChat, limits: Overdue): boolean {
  if (idleWarnedAt === undefined) return lastActivityAt <= limits.warnQuietSince;
  return lastActivityAt <= limits.endQuietSince && idleWarnedAt <= limits.warnedBefore;
}
