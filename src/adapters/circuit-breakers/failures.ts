import type { Clock } from '../../application/ports/clock.ts';

/** Whose attempt it is. */
export interface AttemptSource {
  readonly session: string;
  readonly message: string;
}

/** Failures of one peer since its last success, counted by session and by message. */
export interface Failures {
  add(whose: AttemptSource): void;
  has(message: string): boolean;
  /** Whether several sessions fail, and not just a message or two that the peer cannot take. */
  arePeerFailures(): boolean;
  clear(message: string): void;
}

/** Failures that open the circuit. */
const failuresToOpen = 5;
/** So many failures of one session are counted, so that it takes three: a message that fails for hours is no more than a sign. */
const countedOfOne = 2;
/** A failure without another one of its session is forgotten after this long, in milliseconds. */
const signMs = 60_000;
/** Messages whose failures are remembered. One that was forgotten counts as one that has not failed. */
const maxMessages = 1000;

interface Sign {
  failures: number;
  lastAt: number;
}

export function newFailures(clock: Clock): Failures {
  const sessions = new Map<string, Sign>();
  const messages = new Set<string>();

  function addTo(session: string): void {
    const now = clock.now();
    const before = sessions.get(session);
    sessions.set(session, { failures: (before?.failures ?? 0) + 1, lastAt: now });
    for (const [name, { lastAt }] of sessions) if (now - lastAt > signMs) sessions.delete(name);
  }

  function addMessage(message: string): void {
    messages.delete(message);
    messages.add(message);
    const [oldest] = messages;
    if (messages.size > maxMessages && oldest !== undefined) messages.delete(oldest);
  }

  return {
    add({ session, message }) {
      addTo(session);
      addMessage(message);
    },
    has: (message) => messages.has(message),
    arePeerFailures() {
      let counted = 0;
      for (const { failures } of sessions.values()) counted += Math.min(failures, countedOfOne);
      return counted >= failuresToOpen;
    },
    clear(message) {
      // Mostly there is nothing to clear, and this is asked for each message.
      if (sessions.size > 0) sessions.clear();
      if (messages.size > 0) messages.delete(message);
    },
  };
}
