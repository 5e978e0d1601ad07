import type { Awaitable } from '../../../src/application/ports/awaitable.ts';
import type { DeadLetter, Direction, Outbox, OutboxMessage } from '../../../src/application/ports/outbox.ts';
import type { SessionStore } from '../../../src/application/ports/session-store.ts';
import type { HandoffSession } from '../../../src/domain/handoff-session.ts';
import type { Chat } from '../world/fakes/desk.ts';
import type { Happening } from '../world/fakes/history.ts';
import type { Seen } from '../world/world.ts';

/** One change of a session, in the order in which the store made them. */
export interface Committed {
  readonly session: HandoffSession;
  readonly outgoing: readonly OutboxMessage[];
}

/** Something that its sender was told is accepted; `text` is said once in the whole history. */
export interface Accepted {
  readonly direction: Direction;
  readonly text: string;
}

/** All that has to be known to judge whether the promises were kept. */
export interface Record {
  readonly commits: readonly Committed[];
  readonly accepted: readonly Accepted[];
  readonly history: readonly Happening[];
  readonly dead: readonly DeadLetter[];
  readonly chats: readonly Chat[];
  /** How often a process was killed in the middle of its work. */
  readonly kills: number;
  /** How long each answered request for an agent took, in milliseconds. */
  readonly turnsMs: readonly number[];
  /** How many messages wait in all lanes in the end. */
  readonly waitingInTheEnd: number;
}

type Store = SessionStore & Outbox;

/** The store, which writes down what it commits, and marks in the history when a session begins. */
export function recorded(store: Store, commits: Committed[], { clock, history }: Seen): Store {
  return {
    ...store,
    async commit(change) {
      const outcome = await store.commit(change);
      if (outcome.outcome !== 'committed') return outcome;
      const { session, messages, expectedVersion } = change;
      commits.push({ session, outgoing: messages });
      if (expectedVersion === 0) history.push({ type: 'requested', at: clock.now(), session });
      return outcome;
    },
  };
}

/** The store as seen from afar: calls take a while to come, writes a while to be answered. It marks when an end was. */
export function slow(store: Store, { clock, history }: Seen, pause: () => Promise<void>): Store {
  const delayed = <Args extends readonly unknown[], Answer>(call: (...args: Args) => Awaitable<Answer>) => {
    return async (...args: Args): Promise<Answer> => {
      await pause();
      const answer = await call(...args);
      await pause();
      return answer;
    };
  };
  const late = <Args extends readonly unknown[], Answer>(call: (...args: Args) => Awaitable<Answer>) => {
    return async (...args: Args): Promise<Answer> => {
      await pause();
      return call(...args);
    };
  };
  const commit = delayed(store.commit);
  return {
    ofConversation: late(store.ofConversation),
    ofLiveChat: late(store.ofLiveChat),
    ofId: late(store.ofId),
    lastEndOf: late(store.lastEndOf),
    makeDue: late(store.makeDue),
    replyTo: late(store.replyTo),
    overdue: late(store.overdue),
    hasRequested: late(store.hasRequested),
    dueLanes: late(store.dueLanes),
    isUnderWay: late(store.isUnderWay),
    deadLetters: late(store.deadLetters),
    deadLettersIn: late(store.deadLettersIn),
    deadLetter: late(store.deadLetter),
    replay: delayed(store.replay),
    drop: delayed(store.drop),
    lease: delayed(store.lease),
    begin: delayed(store.begin),
    settle: delayed(store.settle),
    release: delayed(store.release),
    async commit(change) {
      const outcome = await commit(change);
      if (outcome.outcome === 'committed' && change.session.status === 'ended') {
        history.push({ type: 'ended', at: clock.now(), session: change.session });
      }
      return outcome;
    },
  };
}
