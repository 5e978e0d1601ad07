import type { SessionId } from '../../../../domain/ids.ts';

export interface TypingSignals {
  /** Shows that a customer is typing, and takes it back when they have not gone on. */
  show(sessionId: SessionId): Promise<void>;
  /** Nothing more is told: after an end it would wake the Virtual Agent. */
  forget(sessionId: SessionId): void;
}

type Signal = (sessionId: SessionId, action: 'TYPING' | 'VIEWING') => Promise<void>;

/**
 * ServiceNow shows typing until it is told `VIEWING`. What a restart forgets stays shown there. While it is shown nothing more is
 * sent, since every request counts for the instance's limits.
 */
export function typingSignals(shownMs: number, signal: Signal): TypingSignals {
  const shown = new Map<SessionId, NodeJS.Timeout>();
  return {
    async show(sessionId) {
      const timer = shown.get(sessionId);
      if (timer) {
        timer.refresh();
        return;
      }
      const next = setTimeout(() => {
        shown.delete(sessionId);
        signal(sessionId, 'VIEWING').catch(() => undefined);
      }, shownMs);
      shown.set(sessionId, next.unref());
      await signal(sessionId, 'TYPING');
    },
    forget(sessionId) {
      clearTimeout(shown.get(sessionId));
      shown.delete(sessionId);
    },
  };
}
