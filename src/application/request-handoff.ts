import { type HandoffSession, isOpen, liveChatIdOf } from '../domain/handoff-session.ts';
import type { SessionId } from '../domain/ids.ts';
import type { ChangeSession } from './changes/change-session.ts';
import type { CommitNotifier } from './delivery/dispatcher/commit-notifier.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { HandoffAnswer, HandoffRequest, RequestHandoff } from './ports/inbound.ts';
import { untilAttemptsSettled } from './until-attempts-settled.ts';

interface Ports extends Pick<DrivenPorts, 'store' | 'outbox' | 'clock' | 'ids' | 'settings'> {
  readonly change: ChangeSession;
  readonly notifier: CommitNotifier;
}

/** The session that was asked for; `requested` if it was opened just now. */
interface RequestedSession {
  readonly sessionId: SessionId;
  readonly requested?: HandoffSession;
  readonly isRepeatOfOpen: boolean;
}

/** How often a waiting turn looks for itself, in case another process opened the live chat. */
const lookAgainMs = 200;

export function requestHandoff(ports: Ports): RequestHandoff {
  return async (request) => {
    const deadline = ports.clock.now() + ports.settings.turnBudgetMs;
    const { sessionId, requested, isRepeatOfOpen } = await openOrFind(ports, request);
    const session = await untilOpened(ports, { id: sessionId, last: requested }, deadline);
    return answerOf(session, isRepeatOfOpen);
  };
}

/** The session that this request opened, now or when it first came, or the one that was open already. */
async function openOrFind(ports: Ports, request: HandoffRequest): Promise<RequestedSession> {
  const { store, change, ids } = ports;
  const { conversationId, requestId, ...details } = request;
  const sessionId = ids.newSessionId();
  for (;;) {
    const requested = await change({
      find: () => store.ofConversation(conversationId),
      command: { type: 'request-handoff', sessionId, conversationId, ...details },
      inbound: { id: requestKey(requestId), answer: 'requested' },
    });
    if (requested.outcome === 'changed') {
      return { sessionId, requested: requested.session, isRepeatOfOpen: false };
    }
    if (requested.outcome === 'repeated') return repeatOf(requested);
    const other = requested.outcome === 'refused' ? requested.session : undefined;
    if (other === undefined) throw new Error(`a request for an agent cannot be ${requested.outcome}`);
    const found = isOpen(other) ? await joinOpen(ports, other.id, requestId) : await finish(ports, other.id);
    if (found) return found;
  }
}

/** As it comes, but for one that reads like the key of something else. */
export const requestKey = (requestId: string): string =>
  /^(request|message|end|live-chat):/.test(requestId) ? `request:${requestId}` : requestId;

const repeatOf = ({ sessionId, answer }: { readonly sessionId: SessionId; readonly answer: string }) => ({
  sessionId,
  isRepeatOfOpen: answer === 'already-open',
});

/** A session that is closing only waits for its farewell; the customer who asks again does not need that. */
async function finish(ports: Ports, id: SessionId): Promise<undefined> {
  const { change, store } = ports;
  await change({ find: () => store.ofId(id), command: { type: 'finish-closing' } });
  await untilAttemptsSettled(ports, id);
}

/**
 * Records the request, so that a repeat of it is answered the same after the session has ended, and opens none. Absent when
 * the session has ended meanwhile.
 */
async function joinOpen(
  { change, store }: Ports,
  id: SessionId,
  requestId: string,
): Promise<RequestedSession | undefined> {
  const recorded = await change({
    find: () => store.ofId(id),
    command: { type: 'repeat-request' },
    inbound: { id: requestKey(requestId), answer: 'already-open' },
  });
  if (recorded.outcome === 'repeated') return repeatOf(recorded);
  return recorded.outcome === 'changed' ? { sessionId: id, isRepeatOfOpen: true } : undefined;
}

/** Waits until the live chat has answered; at the deadline it is too late, whatever it answers. */
async function untilOpened(
  ports: Ports,
  { id, last }: { readonly id: SessionId; readonly last: HandoffSession | undefined },
  latest: number,
): Promise<HandoffSession> {
  const { store, clock, notifier } = ports;
  let newest = last;
  let deadline = latest;
  let lookedAt = clock.now();
  for (;;) {
    const now = clock.now();
    // The copilot does not wait longer because a clock was set back.
    deadline -= Math.max(0, lookedAt - now);
    lookedAt = now;
    const left = deadline - now;
    // Listens before it looks, so that a commit in between is not missed.
    const next = left > 0 ? notifier.nextCommit(id, Math.min(left, lookAgainMs)) : undefined;
    const session = newest ?? (await store.ofId(id))?.session;
    if (!session) throw new Error('a committed session is not in the store');
    if (session.status !== 'requested') return session;
    if (!next) await giveUp(ports, id);
    newest = await next;
  }
}

const giveUp = ({ change, store }: Ports, id: SessionId) =>
  change({
    find: () => store.ofId(id),
    command: { type: 'give-up-opening', why: 'unavailable', liveChatMayExist: true, customerIsTold: true },
  });

function answerOf(session: HandoffSession, isRepeatOfOpen: boolean): HandoffAnswer {
  const liveChatId = liveChatIdOf(session);
  const opening = session.status === 'requested' ? undefined : session.opening;
  const isRefused = session.status === 'ended' && session.reason === 'unavailable';
  if (liveChatId === undefined || opening === undefined || isRefused) {
    return { status: (session.status === 'ended' && session.unavailability) || 'unavailable' };
  }
  const { as, ...wait } = opening;
  return { status: isRepeatOfOpen ? 'already-open' : as, liveChatId, ...wait };
}
