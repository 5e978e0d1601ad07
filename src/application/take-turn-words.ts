import { type HandoffSession, liveChatIdOf } from '../domain/handoff-session.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { ChangeSession } from './changes/change-session.ts';
import type { Attempted } from './delivery/after-attempt.ts';
import { failedAttempts } from './delivery/failed-attempts.ts';
import { leaseMs } from './delivery/lease-duration.ts';
import { answeredTo, ofNextTurn, wasAnswered } from './delivery/next-turn.ts';
import type { LaneState } from './delivery/record-outcome.ts';
import { settleDelivery } from './delivery/settle-delivery.ts';
import type { DrivenPorts } from './driven-ports.ts';
import type { Awaitable } from './ports/awaitable.ts';
import { pause } from './ports/clock.ts';
import type { TakeTurnWords, TurnWord, TurnWordOutcome, TurnWords } from './ports/inbound.ts';
import type { Lane, Lease, PendingMessage, Settlement } from './ports/outbox.ts';

interface Ports
  extends Pick<DrivenPorts, 'store' | 'outbox' | 'clock' | 'ids' | 'settings' | 'liveChat' | 'channels'> {
  readonly change: ChangeSession;
}

/** How long what an answer has taken along is kept for a repeat of its turn, in milliseconds. */
const repeatsWithinMs = 60_000;
/** How often a lane is asked for that a worker holds for a moment, and the pause between, in milliseconds. */
const tries = 20;
const pauseMs = 25;

/** Of what the turn takes along, the attempt at which has begun. */
type Begun = Omit<Attempted, 'result'>;

export function takeTurnWords(given: Ports): TakeTurnWords {
  const ports = { ...given, failed: failedAttempts(given.clock, () => {}) };
  const settled = (begun: Begun): Awaitable<LaneState> =>
    settleDelivery(ports, { ...begun, result: { outcome: 'delivered' } });

  const isReachedInTurns = ({ channel }: HandoffSession): boolean =>
    ports.channels.of(channel)?.traits.isReachedInTurns ?? false;

  async function begin(lease: Lease, message: PendingMessage): Promise<Begun | undefined> {
    const session = await ports.outbox.begin(lease, message.id, leaseMs);
    if (session === 'gone') return undefined;
    return { lease, message, session, peer: { role: 'channel', id: session.channel } };
  }

  /** What the answer to an earlier turn has taken along has arrived, as far as that is ever known. */
  async function confirm(lease: Lease, messages: readonly PendingMessage[]): Promise<'go-on' | 'over'> {
    for (const message of messages) {
      const begun = await begin(lease, message);
      if (begun && (await settled(begun)) !== 'go-on') return 'over';
    }
    return 'go-on';
  }

  async function beginAll(lease: Lease): Promise<readonly Begun[]> {
    const all: (Begun | undefined)[] = [];
    for (const message of lease.messages) all.push(await begin(lease, message));
    return all.filter((begun) => begun !== undefined);
  }

  async function leaseOf(conversationId: ConversationId) {
    const stored = await ports.store.ofConversation(conversationId);
    const waiting = stored?.pending['to-customer'] ?? 0;
    if (!stored || waiting === 0 || !isReachedInTurns(stored.session)) return undefined;
    const lease = await leaseInTurn(ports, { sessionId: stored.session.id, direction: 'to-customer' });
    return lease && { lease, hasMore: waiting > lease.messages.length };
  }

  return async ({ conversationId, requestId }) => {
    const answered = answeredTo(shownId(requestId));
    const isEarlier = ({ lastCause }: PendingMessage) => wasAnswered(lastCause) && lastCause !== answered;
    for (;;) {
      const leased = await leaseOf(conversationId);
      if (!leased) return undefined;
      const { lease, hasMore } = leased;
      const earlier = lease.messages.filter(isEarlier);
      const begun = earlier.length === 0 ? await beginAll(lease) : [];
      if (begun.length > 0) return turnWords({ ...ports, settled }, begun, { answered, hasMore });
      const state = await confirm(lease, earlier);
      await ports.outbox.release(lease);
      if (state === 'over' || earlier.length === 0) return undefined;
    }
  };
}

/** An id as part of a cause, which people and databases read. */
const shownId = (id: string): string => id.replace(/[^\w.:-]/g, '_').slice(0, 100);

async function leaseInTurn({ outbox, clock }: Ports, lane: Lane): Promise<Lease | undefined> {
  for (let tried = 0; tried < tries; tried++) {
    if (tried > 0) await pause(clock, pauseMs);
    await outbox.makeDue(lane, ofNextTurn);
    const lease = await outbox.lease(lane, leaseMs, 'to-begin');
    if (lease) return lease;
  }
  return undefined;
}

interface SettlingPorts extends Pick<Ports, 'outbox' | 'clock'> {
  readonly settled: (begun: Begun) => Awaitable<LaneState>;
}

function turnWords(
  { outbox, clock, settled }: SettlingPorts,
  begun: readonly Begun[],
  { answered, hasMore }: { readonly answered: string; readonly hasMore: boolean },
): TurnWords {
  const settlementOf = (outcome: Exclude<TurnWordOutcome, 'delivered'>): Settlement => {
    const now = clock.now();
    switch (outcome) {
      case 'answered':
        return { as: 'unknown', until: now + repeatsWithinMs, cause: answered };
      case 'unknown':
        return { as: 'unknown', until: now, cause: `${ofNextTurn} broken off` };
      case 'unsent':
        return { as: 'not-delivered', until: now, cause: ofNextTurn, unsent: true };
    }
  };
  return {
    words: begun.map(wordOf),
    hasMore,
    async settle(outcomes) {
      for (const [place, each] of begun.entries()) {
        const outcome = outcomes[place] ?? outcomes[outcomes.length - 1] ?? outcomes[0];
        const { lease, message } = each;
        if (outcome === 'delivered') await settled(each);
        else await outbox.settle({ lease, id: message.id, settlement: settlementOf(outcome) });
      }
      const [first] = begun;
      if (first) await outbox.release(first.lease);
    },
  };
}

function wordOf({ message: { content }, session }: Begun): TurnWord {
  switch (content.kind) {
    case 'say':
    case 'notice':
      return { ...content, kind: 'words' };
    case 'return': {
      const liveChatId = liveChatIdOf(session);
      return { kind: 'return', reason: content.reason, ...(liveChatId && { liveChatId }) };
    }
    case 'start':
    case 'end':
      throw new Error(`a ${content.kind} cannot wait for a customer`);
  }
}
