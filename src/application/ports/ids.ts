import type { SessionId } from '../../domain/ids.ts';

/** Makes ids that nobody can guess and that never repeat. */
export interface Ids {
  newSessionId(): SessionId;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
