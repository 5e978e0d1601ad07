import { totalWeight } from '../ports/message-weight.ts';
import type { Direction } from '../ports/outbox.ts';
import type { Change, StoredSession } from '../ports/session-store.ts';
import type { Settings } from '../settings.ts';

/** Whether a lane takes nothing more. Known before anything is made of what was sent, so that it costs no more than a look. */
export const isFull = (
  lane: Direction | undefined,
  found: StoredSession | undefined,
  { laneLimit, laneBytes }: Settings,
): boolean =>
  lane !== undefined &&
  found !== undefined &&
  (found.pending[lane] >= laneLimit || found.pendingBytes[lane] >= laneBytes);

/**
 * Whether a lane has no room for what a change adds to it. An empty one has room for one message, however long it is: the
 * bodies of requests have a limit of their own.
 */
export function isTooHeavy(
  lane: Direction | undefined,
  { found, change }: { readonly found: StoredSession | undefined; readonly change: Change },
  { laneBytes }: Settings,
): boolean {
  const pending = lane && found?.pendingBytes[lane];
  if (!pending) return false;
  const added = change.messages.filter(({ direction }) => direction === lane);
  return pending + totalWeight(added) > laneBytes;
}
