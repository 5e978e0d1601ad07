import type { Overdue } from '../../application/ports/session-store.ts';
import type { HandoffSession } from '../../domain/handoff-session.ts';

/** Whether the sweeper has something to do about a session: what it has done already does not count again. */
export function isOverdue(session: HandoffSession, limits: Overdue): boolean {
  switch (session.status) {
    case 'requested':
      return session.requestedAt <= limits.requestedBefore;
    case 'queued':
    case 'active':
      return session.requestedAt <= limits.openedBefore || isQuiet(session, limits);
    case 'closing':
      return session.closedAt <= limits.closedBefore;
    case 'ended':
      return false;
  }
}

type InChat = Extract<HandoffSession, { readonly status: 'queued' | 'active' }>;

function isQuiet({ lastActivityAt, idleWarnedAt }: InChat, limits: Overdue): boolean {
  if (idleWarnedAt === undefined) return lastActivityAt <= limits.warnQuietSince;
  return lastActivityAt <= limits.endQuietSince && idleWarnedAt <= limits.warnedBefore;
}
