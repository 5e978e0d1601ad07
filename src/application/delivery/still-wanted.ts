import type { SessionId } from '../../domain/ids.ts';
import { andThen } from '../ports/awaitable.ts';
import type { Clock } from '../ports/clock.ts';
import type { IsStillWanted } from '../ports/delivery-attempt.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { CommitNotifier } from './dispatcher/commit-notifier.ts';
import { askUntilCurrent, isCurrent } from './staleness.ts';

interface Ports {
  readonly store: Pick<SessionStore, 'ofId'>;
  readonly clock: Clock;
  readonly notifier: Pick<CommitNotifier, 'hasEnded'>;
}

/**
 * Whether a send to the customer may go out: asked of the store when nothing is left to wait for, and in the moment in which
 * the first byte goes out of what this process knows. Another process's end waits for as long as the store's answer counts.
 */
export function stillWanted({ store, clock, notifier }: Ports, sessionId: SessionId): IsStillWanted {
  let askedAt = Number.NEGATIVE_INFINITY;
  const read = () => {
    askedAt = clock.now();
    return store.ofId(sessionId);
  };
  const ask = () => andThen(askUntilCurrent(clock, read), (stored) => stored?.session.status !== 'ended');
  return Object.assign(ask, {
    whyNot: () => {
      if (notifier.hasEnded(sessionId)) return 'ended' as const;
      return isCurrent(clock, askedAt) ? undefined : ('late' as const);
    },
  });
}
