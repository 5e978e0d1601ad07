import type { Mark } from '../sequence/step.ts';
import type { LostAttempt } from './bridge-log.ts';

/** An attempt that no proxy saw, as it stands in a drawing. */
export function lostMark({ session, direction, at, attempt, cause }: LostAttempt): Mark {
  const isToTeams = direction === 'to-customer';
  const label = `attempt ${attempt} to reach ${isToTeams ? 'Teams' : 'the live chat'}: ${cause}`;
  const id = `lost-${session}-${direction}-${at}`;
  return { id, at, on: isToTeams ? 'teams' : 'live-chat', label, tone: 'bad' };
}
