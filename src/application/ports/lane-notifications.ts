import type { Lane } from './outbox.ts';

/**
 * Tells of lanes into which another process has put something that it does not deliver itself. A store that belongs to one
 * process has none. Nothing may depend on hearing it.
 */
export interface LaneNotifications {
  onLaneFilled(listener: (lane: Lane) => void): void;
}
