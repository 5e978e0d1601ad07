import type { DeadLetter, Lease } from '../../../../src/application/ports/outbox.ts';
import type { Overdue, StoredSession } from '../../../../src/application/ports/session-store.ts';
import type { HandoffSession } from '../../../../src/domain/handoff-session.ts';
import { channelId, conversationId, type SessionId } from '../../../../src/domain/ids.ts';
import { lane, leased } from '../../session-steps.ts';
import type { TestClock } from '../../test-clock.ts';
import { conversations, inboundIds, leaseMs, tickMs } from './histories.ts';
import { theLiveChat } from './history-changes.ts';
import { looksOfLease, type TwinStores } from './twin-stores.ts';

/** Whom every session of a history is of. */
const customer = 'aad-1';

const count = (length: number): readonly number[] => Array.from({ length }, (_, number) => number);

/** All that can be asked without changing anything. */
export async function expectSameAnswers(
  twins: TwinStores,
  sessions: ReadonlySet<SessionId>,
  now: number,
): Promise<void> {
  const { mine } = twins;
  for (const id of sessions) {
    await twins.agree(({ store }) => store.ofId(id));
    await twins.agree(({ store }) => store.timelineOf(id));
  }
  await twins.agree(({ store }) => store.findSessions(customer, 100), inAnyOrder);
  await twins.agree(({ store }) => store.ofLiveChat(theLiveChat));
  for (const who of count(conversations)) await expectSameConversation(twins, who);
  for (const { id } of await mine.deadLetters(100)) await twins.agree(({ store }) => store.deadLetter(id));
  await twins.agree(({ store }) => store.hasRequested(Infinity));
  await twins.agree(({ store }) => store.overdue(overdueAt(now), 100));
  await twins.agree(({ store }) => store.ofCustomer(customer), inAnyOrder);
  await twins.agree(({ store }) => store.deadLetters(100), newestFirst);
  await twins.agree(
    ({ store }) => store.dueLanes(100),
    (lanes) => lanes.map(({ sessionId, direction }) => `${sessionId} ${direction}`).toSorted(),
  );
}

async function expectSameConversation(twins: TwinStores, who: number): Promise<void> {
  const id = conversationId(`c${who}`);
  await twins.agree(({ store }) => store.ofConversation(id));
  for (const inbound of count(inboundIds)) await twins.agree(({ store }) => store.replyTo(id, `i${inbound}`));
}

/** What is lent when nobody holds a lane any more: whatever is due, and the longest due first. */
export async function expectSameLanes(
  twins: TwinStores,
  sessions: ReadonlySet<SessionId>,
  clock: TestClock,
): Promise<void> {
  clock.pass(leaseMs);
  await twins.agree(
    async ({ store }) => {
      const due = await store.dueLanes(100);
      const leases: Lease[] = [];
      for (const each of due) leases.push(await leased(store, each, leaseMs));
      return leases;
    },
    (leases) => ({
      dueAt: leases.map(({ messages }) => messages[0]?.dueAt),
      leases: new Set(leases.map(looksOfLease)),
    }),
  );
  for (const id of sessions) {
    await twins.lease(lane(id, 'to-customer'), false);
    await twins.lease(lane(id, 'to-live-chat'), false);
  }
}

const overdueAt = (now: number): Overdue => ({
  requestedBefore: now - 4 * tickMs,
  openedBefore: now - 30_000,
  warnQuietSince: now - 2 * tickMs,
  endQuietSince: now - tickMs,
  warnedBefore: now - tickMs,
  closedBefore: now - 2 * tickMs,
  inTurns: [channelId('web-chat')],
});

const inAnyOrder = (found: readonly (StoredSession | HandoffSession)[]): unknown => new Set(found);

/** Those that died at the same time come in any order. */
const newestFirst = (letters: readonly DeadLetter[]): unknown => ({
  diedAt: letters.map(({ diedAt }) => diedAt),
  letters: new Set(letters),
});
