import type { SessionId } from '../../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';

/** Longer than any attempt goes on that began before the end, in milliseconds. */
const lifetimeMs = 2 * 60_000;

/** The sessions that commits of this process have ended within the last two minutes. */
export function recentEnds(clock: Clock) {
  const endedAt = new Map<SessionId, number>();
  return {
    add(id: SessionId): void {
      const now = clock.now();
      for (const [each, at] of endedAt) {
        if (now - at < lifetimeMs) break;
        endedAt.delete(each);
      }
      endedAt.delete(id);
      endedAt.set(id, now);
    },
    has: (id: SessionId): boolean => endedAt.has(id),
  };
}
