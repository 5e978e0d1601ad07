import type { Clock } from '../../src/application/ports/clock.ts';
import type { Outbox, OutboxMessage } from '../../src/application/ports/outbox.ts';
import type { SessionStore } from '../../src/application/ports/session-store.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { HandoffSession } from '../../src/domain/handoff-session.ts';
import {
  callerId,
  channelId,
  conversationId,
  liveChatId,
  messageId,
  sessionId,
} from '../../src/domain/ids.ts';

export type Store = SessionStore & Outbox;

const atOnce = 64;
const idOf = (number: number) => sessionId(`bench-${number}`);

/** Opens sessions with an agent in them and a few lines said. */
export async function openSessions(store: Store, clock: Clock, count: number): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await openSession(store, clock, next++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

async function openSession(store: Store, clock: Clock, number: number): Promise<void> {
  const at = clock.now();
  const requested = evolve(undefined, {
    type: 'handoff-requested',
    sessionId: idOf(number),
    conversationId: conversationId(`msteams|a:1bench-${number}@unq.gbl.spaces`),
    customer: { id: `aad-${number}`, name: 'Anna Berg', locale: 'en-US' },
    caller: callerId('skill'),
    channel: channelId('msteams'),
    customerAddress: JSON.stringify({ channelServiceUrl: 'https://smba.trafficmanager.net/emea/', number }),
    problem: 'My order has not come',
    transcript: [{ from: 'copilot', text: 'How can I help you today?' }],
    at,
  });
  const session = [
    {
      type: 'live-chat-opened',
      liveChatId: liveChatId(`lc-${number}`),
      opening: { as: 'active' },
      at,
    } as const,
    {
      type: 'agent-said',
      messageId: messageId('a'),
      text: 'Hello, this is Dana.',
      agentName: 'Dana',
      at,
    } as const,
  ].reduce<HandoffSession>(evolve, requested);
  await committed(store, { session, expectedVersion: 0, events: [], messages: [], deadLetterLanes: [] });
}

async function committed(store: Store, change: Parameters<Store['commit']>[0]): Promise<void> {
  const { outcome } = await store.commit(change);
  if (outcome !== 'committed') throw new Error(`a commit of the bench was ${outcome}`);
}

/** As many as the smallest number of sessions that is measured, so that every size is measured alike. */
const relaysAtOnce = 10;

/**
 * Relays at the store alone, ten at once, each in another session: read, commit with a message and its sender's id, lease,
 * begin, settle. Gives relays a second.
 */
export async function relays(
  store: Store,
  clock: Clock,
  { sessions, durationMs }: { readonly sessions: number; readonly durationMs: number },
): Promise<number> {
  const startedAt = performance.now();
  const end = startedAt + durationMs;
  let done = 0;
  const one = async (worker: number) => {
    for (let turn = 0; performance.now() < end; turn++) {
      // Steps through all sessions, no two workers in the same one.
      await relay(store, clock, (worker + relaysAtOnce * turn) % sessions);
      done++;
    }
  };
  await Promise.all(Array.from({ length: relaysAtOnce }, (_, worker) => one(worker)));
  return (done * 1000) / (performance.now() - startedAt);
}

async function relay(store: Store, clock: Clock, place: number): Promise<void> {
  const stored = await store.ofId(idOf(place));
  if (stored === undefined) throw new Error('a session of the bench is gone');
  const at = clock.now();
  const id = messageId(`${stored.session.id}-${stored.version}`);
  const session = evolve(stored.session, {
    type: 'customer-said',
    messageId: id,
    text: 'My order has not come yet, could you look?',
    at,
  });
  const outgoing: OutboxMessage = {
    id,
    sessionId: session.id,
    acceptedAt: at,
    direction: 'to-live-chat',
    content: {
      kind: 'say',
      messageId: id,
      text: 'My order has not come yet, could you look?',
      sender: 'Anna',
    },
  };
  await committed(store, {
    session,
    expectedVersion: stored.version,
    events: [],
    messages: [outgoing],
    deadLetterLanes: [],
    inbound: { id, answer: 'accepted' },
  });
  const lane = { sessionId: session.id, direction: 'to-live-chat' } as const;
  const lease = await store.lease(lane, 60_000, 'to-begin');
  if (lease === undefined) throw new Error('a message of the bench cannot be leased');
  await store.begin(lease, id, 60_000);
  const settled = await store.settle({ lease, id, settlement: { as: 'delivered' } });
  if (settled !== 'released') await store.release(lease);
}
