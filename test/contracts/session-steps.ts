import type { Clock } from '../../src/application/ports/clock.ts';
import type { FeedLeases } from '../../src/application/ports/live-chat-feed.ts';
import type {
  Direction,
  Lane,
  Lease,
  Outbox,
  OutboxMessage,
  Settlement,
} from '../../src/application/ports/outbox.ts';
import type { Retention } from '../../src/application/ports/retention.ts';
import type { Change, SessionStore, StoredSession } from '../../src/application/ports/session-store.ts';
import type { SessionTimelines } from '../../src/application/ports/session-timelines.ts';
import type { HandoffEvent } from '../../src/domain/events.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { HandoffSession } from '../../src/domain/handoff-session.ts';
import {
  callerId,
  channelId,
  conversationId,
  liveChatId,
  messageId,
  type SessionId,
  sessionId,
} from '../../src/domain/ids.ts';

export type Store = SessionStore & Outbox & Retention & FeedLeases & SessionTimelines;

export const ada = sessionId('session-ada');
export const adasChat = conversationId('conversation-ada');
export const adasLiveChat = liveChatId('live-chat-ada');

export const lane = (id: SessionId, direction: Direction = 'to-customer'): Lane => ({
  sessionId: id,
  direction,
});

/** A change that opens a session and puts its `start` into the lane to the live chat. */
export function opening(clock: Clock, id = ada, conversation = adasChat): Change {
  const at = clock.now();
  const customer = { id: 'aad-1', name: 'Ada' };
  const transcript = [{ from: 'copilot', text: 'How can I help?' }] as const;
  const session = evolve(undefined, {
    type: 'handoff-requested',
    sessionId: id,
    conversationId: conversation,
    customer,
    caller: callerId('connected-agent'),
    channel: channelId('web-chat'),
    customerAddress: 'somewhere',
    problem: 'The printer is on fire',
    transcript,
    context: { order: { number: 7 } },
    at,
  });
  const start: OutboxMessage = {
    id: `${id}.1.0`,
    sessionId: id,
    acceptedAt: at,
    direction: 'to-live-chat',
    content: { kind: 'start', customer, transcript },
  };
  return { session, expectedVersion: 0, events: [], messages: [start], deadLetterLanes: [] };
}

/** The session after an event, as a change of what was read before. */
export function changed(stored: StoredSession, ...events: readonly HandoffEvent[]): Change {
  const session = events.reduce<HandoffSession>(evolve, stored.session);
  return { session, expectedVersion: stored.version, events, messages: [], deadLetterLanes: [] };
}

export const opened = (at: number, liveChat = adasLiveChat): HandoffEvent => ({
  type: 'live-chat-opened',
  liveChatId: liveChat,
  opening: { as: 'queued', queuePosition: 2 },
  at,
});

export const agentSaid = (text: string, at: number, agentName = 'Dana'): HandoffEvent => ({
  type: 'agent-said',
  messageId: messageId(text),
  text,
  agentName,
  at,
});

export const ended = (at: number): HandoffEvent => ({ type: 'handoff-ended', reason: 'customer', at });

/** An agent's words on their way to the customer. */
export function words({ session, version }: StoredSession, text: string, at: number): OutboxMessage {
  return {
    id: `${session.id}.${version + 1}.${text}`,
    sessionId: session.id,
    acceptedAt: at,
    direction: 'to-customer',
    content: { kind: 'say', text, agentName: 'Dana' },
  };
}

export async function theSession(store: SessionStore, id = ada): Promise<StoredSession> {
  const stored = await store.ofId(id);
  if (!stored) throw new Error(`${id} is not in the store`);
  return stored;
}

/** Commits words of the agent for the customer; gives the id of the message. */
export async function accept(store: Store, clock: Clock, text: string, id = ada): Promise<string> {
  const stored = await theSession(store, id);
  const outgoing = words(stored, text, clock.now());
  const change = { ...changed(stored, agentSaid(text, clock.now())), messages: [outgoing] };
  const { outcome } = await store.commit(change);
  if (outcome !== 'committed') throw new Error(`accepting was ${outcome}`);
  return outgoing.id;
}

/** Commits SECRET words of the agent; the id of their message tells nothing of them. */
export async function acceptSecret(store: Store, clock: Clock, name: string, id = ada): Promise<void> {
  const stored = await theSession(store, id);
  const { agentName, text } = { agentName: 'Dana', text: 'SECRET' };
  const outgoing = {
    ...words(stored, name, clock.now()),
    direction: 'to-customer',
    content: { kind: 'say', text, agentName },
  } as const;
  await store.commit({ ...changed(stored, agentSaid(text, clock.now())), messages: [outgoing] });
}

/** A session whose live chat is open, with nothing waiting in either lane. */
export async function openSession(store: Store, clock: Clock, id = ada): Promise<void> {
  const conversation = id === ada ? adasChat : conversationId(`conversation-${id}`);
  const liveChat = id === ada ? adasLiveChat : liveChatId(`live-chat-${id}`);
  await store.commit(opening(clock, id, conversation));
  const lease = await leased(store, lane(id, 'to-live-chat'));
  const settled = { lease, id: `${id}.1.0`, settlement: { as: 'delivered' as const } };
  await store.commit({ ...changed(await theSession(store, id), opened(clock.now(), liveChat)), settled });
  await store.release(lease);
}

export async function leased(store: Outbox, of: Lane, forMs = 1000): Promise<Lease> {
  const lease = await store.lease(of, forMs);
  if (!lease) throw new Error('the lane was not lent');
  return lease;
}

/** One attempt at the head of a lane, from lease to release. */
export async function attempt(store: Outbox, of: Lane, settlement: Settlement): Promise<void> {
  const lease = await leased(store, of);
  const id = lease.messages[0]?.id ?? '';
  await store.begin(lease, id, 1000);
  await store.settle({ lease, id, settlement });
  await store.release(lease);
}

/** All texts that wait for the customer, delivered. */
export async function deliveredTexts(store: Outbox, id = ada): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let left = await pendingTexts(store, id); left.length > 0; left = await pendingTexts(store, id)) {
    for (const _ of left) await attempt(store, lane(id), { as: 'delivered' });
    texts.push(...left);
  }
  return texts;
}

/** The first texts that wait for the customer, as many as are leased at a time. */
export async function pendingTexts(store: Outbox, id = ada): Promise<readonly string[]> {
  const lease = await store.lease(lane(id), 1000);
  if (!lease) return [];
  await store.release(lease);
  return lease.messages.map(({ content }) => ('text' in content ? content.text : content.kind));
}
