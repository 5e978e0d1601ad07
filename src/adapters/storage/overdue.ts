import type { Overdue } from '../../application/ports/session-store.ts';
import type { HandoffSession } from '../../domain/handoff-session.ts';

/** Whether the sweeper has to look at a session. One that is closing counts from its close on. */
export function isOverdue(session: HandoffSession, limits: Overdue): boolean {
  switch (session.status) {
    case 'requested':
      return session.requestedAt < limits.requestedBefore || isQuietOrOld(session, limits);
    case 'queued':
    case 'active':
      return isQuietOrOld(session, limits);
    case 'closing':
      return session.closedAt < limits.quietSince;
    case 'ended':
      return false;
  }
}

function isQuietOrOld({ lastActivityAt, requestedAt }: HandoffSession, limits: Overdue): boolean {
  return lastActivityAt < limits.quietSince || requestedAt < limits.openedBefore;
}
