import type { Command } from '../../domain/commands.ts';
import {
  type HandoffSession,
  isOpen,
  isSilenceExcused,
  isUnreachable,
} from '../../domain/handoff-session.ts';
import type { ChangeSession } from '../changes/change-session.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { ExpireSessions } from '../ports/inbound.ts';
import type { Overdue, StoredSession } from '../ports/session-store.ts';
import { idleWarningLeadMs, type Settings } from '../settings.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'clock' | 'settings' | 'channels'> {
  readonly change: ChangeSession;
}

/** A request is stuck when its turn's budget is over by this much, in ms: its caller has timed out. */
const stuckGraceMs = 2000;
const sessionsAtOnce = 500;

export function expireSessions({ change, store, clock, settings, channels }: Ports): ExpireSessions {
  const inTurns = channels.all.filter(({ traits }) => traits.isReachedInTurns).map(({ id }) => id);
  return async () => {
    const now = clock.now();
    const overdue = await store.overdue({ ...limitsAt(now, settings), inTurns }, sessionsAtOnce);
    let changed = 0;
    for (const stored of overdue) {
      const { session, version } = stored;
      const isInTurns = inTurns.includes(session.channel);
      const command = isInTurns ? expiryInTurns(stored, settings, now) : expiryOf(stored, settings, now);
      if (!command) continue;
      // A session that changed meanwhile is left to the next sweep.
      const unchangedSince = async () => {
        const current = await store.ofId(session.id);
        return current?.version === version ? current : undefined;
      };
      const { outcome } = await change({ find: unchangedSince, command });
      if (outcome === 'changed') changed++;
    }
    return changed;
  };
}

function limitsAt(now: number, settings: Settings): Omit<Overdue, 'inTurns'> {
  const lead = idleWarningLeadMs(settings);
  return {
    requestedBefore: now - settings.turnBudgetMs - stuckGraceMs,
    openedBefore: now - settings.maxAgeMs,
    warnQuietSince: now - settings.idleMs + lead,
    endQuietSince: now - settings.idleMs,
    warnedBefore: now - lead,
    closedBefore: now - settings.maxAgeMs,
  };
}

/** What has to happen to a session by now, if anything. */
function expiryOf(stored: StoredSession, settings: Settings, now: number): Command | undefined {
  const { session } = stored;
  if (session.status === 'closing') {
    return now - session.closedAt >= settings.maxAgeMs ? { type: 'finish-closing' } : undefined;
  }
  if (!isOpen(session)) return undefined;
  if (session.status === 'requested') {
    if (now - session.requestedAt < settings.turnBudgetMs + stuckGraceMs) return undefined;
    return { type: 'give-up-opening', why: 'unavailable', liveChatMayExist: true, customerIsTold: false };
  }
  if (now - session.requestedAt >= settings.maxAgeMs) return endOfOld(session);
  return isSilenceExcused(session) || hasWaiting(stored) ? undefined : idleExpiryOf(session, settings, now);
}

/**
 * A customer who is reached in turns would read a warning when they write, and so in vain. What waits for them says nothing of
 * whether they will write again.
 */
function expiryInTurns(stored: StoredSession, settings: Settings, now: number): Command | undefined {
  const pending = { ...stored.pending, 'to-customer': 0 };
  const command = expiryOf({ ...stored, pending }, settings, now);
  if (command?.type !== 'warn-idle') return command;
  const isIdle = now - stored.session.lastActivityAt >= settings.idleMs;
  return isIdle ? { type: 'close-live-chat', reason: 'idle' } : undefined;
}

/** What could not be reached for so long is what ends it. */
const endOfOld = (session: HandoffSession): Command =>
  isUnreachable(session, 'live-chat')
    ? { type: 'close-live-chat', reason: 'failed', liveChat: 'unreachable' }
    : { type: 'close-live-chat', reason: 'too-long' };

/** As long as something is on its way, silence may be ours. */
const hasWaiting = ({ pending }: StoredSession): boolean =>
  pending['to-live-chat'] > 0 || pending['to-customer'] > 0;

function idleExpiryOf(
  { lastActivityAt, idleWarnedAt }: Extract<HandoffSession, { readonly status: 'queued' | 'active' }>,
  settings: Settings,
  now: number,
): Command | undefined {
  const lead = idleWarningLeadMs(settings);
  const quiet = now - lastActivityAt;
  if (quiet < settings.idleMs - lead) return undefined;
  if (idleWarnedAt === undefined) return { type: 'warn-idle' };
  if (quiet < settings.idleMs || now - idleWarnedAt < lead) return undefined;
  return { type: 'close-live-chat', reason: 'idle' };
}
