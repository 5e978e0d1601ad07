import type { SessionId } from '../domain/ids.ts';
import type { Clock } from './ports/clock.ts';
import type { Lane } from './ports/outbox.ts';

/** Tells, within this process, that something was committed; nothing may depend on hearing it. */
export interface Signals {
  committed(sessionId: SessionId, lanes: readonly Lane[]): void;
  onLane(listener: (lane: Lane) => void): void;
  /** Resolves after the next commit to the session, or after `withinMs` milliseconds. */
  nextCommit(sessionId: SessionId, withinMs: number): Promise<void>;
}

export function createSignals(clock: Clock): Signals {
  const laneListeners: ((lane: Lane) => void)[] = [];
  const waiting = new Map<SessionId, Set<() => void>>();
  return {
    committed(sessionId, lanes) {
      for (const wake of waiting.get(sessionId) ?? []) wake();
      for (const lane of lanes) for (const listener of laneListeners) listener(lane);
    },
    onLane: (listener) => void laneListeners.push(listener),
    nextCommit: (sessionId, withinMs) =>
      new Promise((resolve) => {
        const others = waiting.get(sessionId) ?? new Set();
        const done = () => {
          cancel();
          others.delete(done);
          if (others.size === 0) waiting.delete(sessionId);
          resolve();
        };
        const cancel = clock.after(withinMs, done);
        waiting.set(sessionId, others.add(done));
      }),
  };
}
