import { isOpen } from '../../domain/handoff-session.ts';
import type { LiveChatId, SessionId } from '../../domain/ids.ts';
import type { DrivenPorts } from '../driven-ports.ts';
import type { Awaitable } from '../ports/awaitable.ts';
import { pause } from '../ports/clock.ts';
import type { CallbackOf, LiveChatAnswer } from '../ports/inbound.ts';
import type { StoredSession } from '../ports/session-store.ts';
import { firstLooks } from './first-looks.ts';

/** How a callback comes to its session, although a live chat may speak before it has answered our start. */
export interface FindLiveChat {
  (of: CallbackOf): Awaitable<StoredSession | undefined>;
  /** Has a callback taken, and once more when its live chat opens meanwhile; `opening` while it still may. */
  taking(sought: Sought, take: Take): Promise<LiveChatAnswer>;
}

interface Sought {
  readonly of: CallbackOf;
  /** Whether it is waited for while it may open; otherwise there is one look. */
  readonly mayWait: boolean;
}

type Take = () => Promise<LiveChatAnswer>;

interface SoughtId<Id> {
  readonly id: Id;
  readonly mayWait: boolean;
}

type Ports = Pick<DrivenPorts, 'store' | 'clock'>;

const pauseMs = 50;
/** How far the clocks of replicas may be apart. */
const clockSkewMs = 5000;

/**
 * An unknown id is refused for good only when no start is under way that was so when the id was first heard. What started
 * later cannot have been meant, so that nothing is put off for ever because there is always some start.
 */
export function findLiveChat(ports: Ports): FindLiveChat {
  const { store, clock } = ports;
  const first = firstLooks(clock);

  async function lookFor(id: LiveChatId, at: number, deadline: number) {
    for (;;) {
      // Asked before the look, so that a live chat that opens in between is seen.
      const mayOpen = await store.hasRequested(at + clockSkewMs);
      const found = await store.ofLiveChat(id);
      if (isTaken(found)) return 'opened';
      if (!mayOpen) {
        first.forget(id);
        // It may have opened and ended meanwhile, and is over then, not unknown.
        return found === undefined ? 'unknown' : 'opened';
      }
      if (clock.now() >= deadline) return 'opening';
      await pause(clock, pauseMs);
    }
  }

  /** A session of ours is known from before its start is sent, so that there is only its answer to wait for. */
  async function lookAt(id: SessionId, deadline: number) {
    while ((await store.ofId(id))?.session.status === 'requested') {
      if (clock.now() >= deadline) return 'opening';
      await pause(clock, pauseMs);
    }
    first.forget(id);
    return 'decided';
  }

  const find = (of: CallbackOf) =>
    'sessionId' in of ? store.ofId(of.sessionId) : store.ofLiveChat(of.liveChatId);

  async function takingOwn({ id, mayWait }: SoughtId<SessionId>, take: Take): Promise<LiveChatAnswer> {
    const answer = await take();
    if (answer !== 'opening') return answer;
    const state = await first.while({ id, mayWait }, (_, deadline) => lookAt(id, deadline));
    return state === 'decided' ? take() : answer;
  }

  async function takingTheirs({ id, mayWait }: SoughtId<LiveChatId>, take: Take): Promise<LiveChatAnswer> {
    const answer = await take();
    if (answer === 'accepted' || answer === 'full') return answer;
    // A repeat for a session that is over may be a first callback of the next one.
    if (answer === 'duplicate' && isTaken(await store.ofLiveChat(id))) return answer;
    const state = await first.while({ id, mayWait }, (at, deadline) => lookFor(id, at, deadline));
    if (state === 'opened') return take();
    return state === 'opening' ? state : answer;
  }

  return Object.assign(find, {
    taking: ({ of, mayWait }: Sought, take: Take) =>
      'sessionId' in of
        ? takingOwn({ id: of.sessionId, mayWait }, take)
        : takingTheirs({ id: of.liveChatId, mayWait }, take),
  });
}

/**
 * Whether an open session has the id. One that is over does not keep it: its live chat may have given it again to a start
 * under way, and once that is answered, a late agent is refused and a repeat is one.
 */
const isTaken = (found: StoredSession | undefined): boolean => found !== undefined && isOpen(found.session);
