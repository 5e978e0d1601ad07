import type { SessionId } from '../../domain/ids.ts';

/** Makes unguessable, unique ids. */
export interface Ids {
  newSessionId(): SessionId;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
