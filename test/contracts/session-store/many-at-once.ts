import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Lease, Settlement } from '../../../src/application/ports/outbox.ts';
import type { Change } from '../../../src/application/ports/session-store.ts';
import { conversationId, liveChatId, type SessionId, sessionId } from '../../../src/domain/ids.ts';
import type { MakeFreshStore } from '../fresh-store.ts';
import {
  accept,
  agentSaid,
  changed,
  ended,
  lane,
  leased,
  opened,
  opening,
  openSession,
  pendingTexts,
  type Store,
  theSession,
  words,
} from '../session-steps.ts';

const runs = { numRuns: 12 };

/** A session's step, what it comes to, and what it leaves behind, whatever others do at the same time. */
interface Step {
  readonly outcome: string;
  /** What waits for the customer afterwards. */
  readonly waiting: readonly string[];
  readonly change: Change;
}

type Prepare = (store: Store, clock: Clock, id: SessionId) => Promise<Step>;

async function saying(store: Store, clock: Clock, id: SessionId): Promise<Change> {
  const stored = await theSession(store, id);
  // By this name the state tells which change it is of.
  const said = changed(stored, agentSaid('new', clock.now(), `Dana after ${stored.version}`));
  return { ...said, messages: [words(stored, 'new', clock.now()), words(stored, 'newer', clock.now())] };
}

/** A live chat and a conversation that another session has. */
const others = sessionId('others');

const changes: Readonly<Record<string, Prepare>> = {
  async fine(store, clock, id) {
    return { outcome: 'committed', waiting: ['new', 'newer'], change: await saying(store, clock, id) };
  },
  async stale(store, clock, id) {
    const change = await saying(store, clock, id);
    await accept(store, clock, 'faster', id);
    return { outcome: 'stale', waiting: ['faster'], change };
  },
  async repeated(store, clock, id) {
    const inbound = { id: 'message:1', answer: 'accepted' };
    await store.commit({ ...(await saying(store, clock, id)), inbound });
    return {
      outcome: 'repeated',
      waiting: ['new', 'newer'],
      change: { ...(await saying(store, clock, id)), inbound },
    };
  },
  async settling(store, clock, id) {
    const settled = { ...(await attemptAt(store, clock, id)), settlement: { as: 'delivered' } } as const;
    const change = { ...(await saying(store, clock, id)), settled };
    return { outcome: 'committed', waiting: ['new', 'newer'], change };
  },
  async 'lease-lost'(store, clock, id) {
    const settled = { ...(await attemptAt(store, clock, id)), settlement: { as: 'delivered' } } as const;
    await store.release(settled.lease);
    const change = { ...(await saying(store, clock, id)), settled };
    return { outcome: 'lease-lost', waiting: ['old'], change };
  },
  async abandoning(store, clock, id) {
    await accept(store, clock, 'old', id);
    const change = { ...(await saying(store, clock, id)), deadLetterLanes: ['to-customer'] } as const;
    return { outcome: 'committed', waiting: ['new', 'newer'], change };
  },
  async 'conversation-taken'(_store, clock, id) {
    const change = opening(clock, sessionId(`${id}-second`), conversationId(`conversation-${id}`));
    return { outcome: 'conversation-taken', waiting: [], change };
  },
  async 'live-chat-taken'(store, clock, id) {
    await store.commit({ ...changed(await theSession(store, id), ended(clock.now())) });
    const next = sessionId(`${id}-next`);
    await store.commit(opening(clock, next, conversationId(`conversation-${id}`)));
    const event = opened(clock.now(), liveChatId(`live-chat-${others}`));
    return { outcome: 'live-chat-taken', waiting: [], change: changed(await theSession(store, next), event) };
  },
};

async function attemptAt(store: Store, clock: Clock, id: SessionId) {
  const message = await accept(store, clock, 'old', id);
  const lease = await leased(store, lane(id));
  await store.begin(lease, message, 1000);
  return { lease, id: message };
}

const settlements: Readonly<Record<string, (clock: Clock) => Settlement>> = {
  delivered: () => ({ as: 'delivered' }),
  rejected: () => ({ as: 'rejected', cause: '403 ConversationBlocked' }),
  'not-delivered': (clock) => ({ as: 'not-delivered', cause: '503', until: clock.now() + 500 }),
  unknown: (clock) => ({ as: 'unknown', cause: 'timed-out', until: clock.now() + 500 }),
};

const left: Readonly<Record<string, object | undefined>> = {
  delivered: undefined,
  rejected: undefined,
  'not-delivered': { attempts: 1, unknownAttempts: 0 },
  unknown: { attempts: 1, unknownAttempts: 1 },
};

export function describeManyAtOnce(freshStore: MakeFreshStore): void {
  const idsOf = (kinds: readonly string[]) => kinds.map((_, place) => sessionId(`many-${place}`));

  describe('many sessions at once', () => {
    it('each commit as if they were alone', () =>
      fc.assert(
        fc.asyncProperty(manyOf(Object.keys(changes)), async (kinds) => {
          const { store, clock } = await freshStore();
          await openSession(store, clock, others);
          const ids = idsOf(kinds);
          for (const id of ids) await openSession(store, clock, id);
          const steps: Step[] = [];
          for (const [place, kind] of kinds.entries()) {
            steps.push(await prepared(kind, { store, clock, id: ids[place] ?? others }));
          }
          const outcomes = await Promise.all(steps.map(({ change }) => store.commit(change)));
          expect(outcomes.map(({ outcome }) => outcome)).toEqual(steps.map(({ outcome }) => outcome));
          clock.pass(1000);
          for (const [place, step] of steps.entries()) await expectCommitted(step, store, ids[place]);
        }),
        runs,
      ));

    it('each settle as if they were alone, and find their own lanes', () =>
      fc.assert(
        fc.asyncProperty(manyOf([...Object.keys(settlements), 'lost']), async (kinds) => {
          const { store, clock } = await freshStore();
          const ids = idsOf(kinds);
          for (const id of ids) {
            await openSession(store, clock, id);
            await accept(store, clock, `${id} one`, id);
            await accept(store, clock, `${id} two`, id);
          }
          const leases = await leasesOf(store, ids);
          for (const [place, lease] of leases.entries()) expectOwnLane(lease, ids[place] ?? others);
          const again = await Promise.all(ids.map((id) => store.lease(lane(id), 1000, 'to-begin')));
          expect(again.filter((lease) => lease !== undefined)).toEqual([]);
          for (const lease of leases) await store.begin(lease, lease.messages[0]?.id ?? '', 1000);
          const settled = await Promise.all(
            leases.map((lease, place) => settleAs(kinds[place] ?? '', lease, { store, clock })),
          );
          expect(settled).toEqual(kinds.map((kind) => (kind === 'lost' ? 'lost' : 'settled')));
          clock.pass(1000);
          for (const [place, lease] of (await leasesOf(store, ids)).entries())
            expectLeft(kinds[place] ?? '', lease);
          expect(await store.deadLetters(100)).toHaveLength(
            kinds.filter((kind) => kind === 'rejected').length,
          );
        }),
        runs,
      ));
  });
}

async function expectCommitted(
  { waiting, outcome, change }: Step,
  store: Store,
  id: SessionId | undefined,
): Promise<void> {
  expect(await pendingTexts(store, id)).toEqual(waiting);
  const now = await store.ofId(change.session.id);
  if (outcome === 'committed') expect(now?.session).toEqual(change.session);
  else expect(now?.session).not.toEqual(change.session);
}

function expectOwnLane({ messages, begun }: Lease, id: SessionId): void {
  const texts = messages.map(({ content }) => 'text' in content && content.text);
  expect(texts).toEqual([`${id} one`, `${id} two`]);
  expect(begun === undefined || begun.id === id).toBe(true);
  expect(messages[0]).toMatchObject({ attempts: 0, unknownAttempts: 0 });
}

function settleAs(
  kind: string,
  lease: Lease,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
) {
  const settlement = (settlements[kind] ?? settlements.delivered)?.(clock) ?? { as: 'delivered' };
  const token = kind === 'lost' ? 'somebody else' : lease.token;
  return store.settle({ lease: { ...lease, token }, id: lease.messages[0]?.id ?? '', settlement });
}

function expectLeft(kind: string, { messages }: Lease): void {
  const head = left[kind] ?? (kind === 'lost' ? { attempts: 1, unknownAttempts: 1 } : { attempts: 0 });
  expect(messages[0]).toMatchObject(head);
  expect(messages).toHaveLength(kind === 'delivered' || kind === 'rejected' ? 1 : 2);
}

const manyOf = (kinds: readonly string[]) =>
  fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 16, size: 'max' });

function prepared(
  kind: string,
  { store, clock, id }: { readonly store: Store; readonly clock: Clock; readonly id: SessionId },
): Promise<Step> {
  const prepare = changes[kind];
  if (prepare === undefined) throw new Error(`${kind} is not known`);
  return prepare(store, clock, id);
}

async function leasesOf(store: Store, ids: readonly SessionId[]): Promise<readonly Lease[]> {
  return Promise.all(
    ids.map(async (id) => {
      const lease = await store.lease(lane(id), 1000, 'to-begin');
      if (!lease) throw new Error('the lane was not lent');
      return lease;
    }),
  );
}
