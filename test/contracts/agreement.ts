import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Outgoing, Settled } from '../../src/application/ports/outbox.ts';
import type { Change, StoredSession } from '../../src/application/ports/session-store.ts';
import type { HandoffEvent } from '../../src/domain/events.ts';
import { conversationId, liveChatId, type SessionId, sessionId } from '../../src/domain/ids.ts';
import type { FreshStore, MakeFreshStore } from './fresh-store.ts';
import { type CommitStep, conversations, type HistoryStep, histories } from './histories.ts';
import { agentSaid, changed, ended, lane, opened, opening } from './session-steps.ts';
import { lanesOf, leaseMs, looksOfLetters, settlementAs, type Twin, twinStores } from './twin-stores.ts';

const numRuns = Number(process.env.AGREEMENT_RUNS ?? 10);
/** Steps: looking at everything costs more than a step does. */
const compareEvery = 8;

/** Whatever happens, a store answers as the one in memory does. */
export function describeAgreement(freshStore: MakeFreshStore): void {
  describe('any history', () => {
    it('is the same as in memory', { timeout: 20_000 + numRuns * 1000 }, () =>
      fc.assert(
        fc.asyncProperty(histories, async (steps: readonly HistoryStep[]) => {
          const { play, compare, compareLeases } = playing(await freshStore());
          for (const [place, step] of [...atFirst, ...steps].entries()) {
            await play(step);
            if (place % compareEvery === 0) await compare();
          }
          await compare();
          await compareLeases();
        }),
        { numRuns },
      ),
    );
  });
}

const atFirst: readonly HistoryStep[] = [
  { do: 'open', who: 0, lends: false },
  { do: 'open', who: 1, lends: true },
  { do: 'open', who: 2, lends: true },
];

function playing({ store, clock }: FreshStore) {
  const twins = twinStores(store, clock);
  const { mine, agree, pair } = twins;
  /** How many sessions each conversation has had. */
  const sessions = Array<number>(conversations).fill(0);
  const ids = new Set<SessionId>();
  let count = 0;
  const idOf = (who: number) => sessionId(`s${who}-${sessions[who]}`);

  async function open(who: number, lends: boolean): Promise<void> {
    const last = await mine.ofId(idOf(who));
    if (last && last.session.status !== 'ended') return;
    sessions[who] = (sessions[who] ?? 0) + 1;
    ids.add(idOf(who));
    const change = opening(clock, idOf(who), conversationId(`c${who}`));
    await twins.commit(async () => ({ ...change, ...(lends && { lendForMs: leaseMs }) }));
  }

  async function commit(step: CommitStep): Promise<void> {
    const id = idOf(step.who);
    const stored = await mine.ofId(id);
    if (!stored) return;
    const events = eventsOf(step, stored, `${count}`);
    const outgoing = outgoingOf(step, stored, { name: `${count}`, at: clock.now() });
    const settles = step.settles && settledBy(step.settles, id);
    await twins.commit(async (twin): Promise<Change> => {
      const change = changed((await twin.store.ofId(id)) ?? stored, ...events);
      return {
        ...change,
        expectedVersion: change.expectedVersion - (step.isStale ? 1 : 0),
        outgoing,
        abandon: step.abandon,
        ...(step.inbound !== undefined && { inbound: { id: `i${step.inbound}`, answer: 'yes' } }),
        ...(settles && { settled: settles(twin) }),
        ...(step.lends && step.abandon.length === 0 && { lendForMs: leaseMs }),
      };
    });
  }

  /** Only messages of its own session are settled with a commit. */
  function settledBy({ lease, which, as }: NonNullable<CommitStep['settles']>, of: SessionId) {
    const chosen = pair(lease);
    const id = chosen?.mine.waiting[which]?.id;
    if (!chosen || id === undefined || chosen.mine.lane.sessionId !== of) return undefined;
    const settlement = settlementAs(as, clock.now());
    return (twin: Twin): Settled => ({ lease: twin.of(chosen), id, settlement });
  }

  function eventsOf({ event, who }: CommitStep, { session }: StoredSession, name: string): HandoffEvent[] {
    const at = clock.now();
    switch (event) {
      case 'none':
        return [];
      case 'opened':
        // Two of the conversations are given the same live chat.
        return session.status === 'requested' ? [opened(at, liveChatId(`chat${Math.min(who, 1)}`))] : [];
      case 'said':
        return session.status === 'ended' ? [] : [agentSaid(name, at)];
      case 'ended':
        return session.status === 'ended' ? [] : [ended(at)];
    }
  }

  async function play(step: HistoryStep): Promise<void> {
    count++;
    switch (step.do) {
      case 'open':
        return open(step.who, step.lends);
      case 'commit':
        return commit(step);
      case 'lease':
        return twins.lease(lane(idOf(step.who), step.way), step.begins);
      case 'begin': {
        const chosen = pair(step.lease);
        const id = chosen?.mine.waiting[step.which]?.id;
        // What has begun with its lease is not begun again.
        const hasBegun = step.which === 0 && (chosen?.mine.begun || chosen?.theirs.begun);
        if (!chosen || id === undefined || hasBegun) return;
        await agree(({ store, of }) => store.begin(of(chosen), id, leaseMs));
        return;
      }
      case 'settle': {
        const chosen = pair(step.lease);
        const id = chosen?.mine.waiting[step.which]?.id;
        if (!chosen || id === undefined) return;
        const settlement = settlementAs(step.as, clock.now());
        const settle = ({ store, of }: Twin) => store.settle({ lease: of(chosen), id, settlement });
        // The database still knows who emptied a lane, for whoever did not hear it: that is over as well.
        const isOver = twins.emptied.has(chosen.mine.token);
        const state = await agree(settle, (each) => (isOver && each !== 'settled' ? 'over' : each));
        if (state === 'released') twins.emptied.add(chosen.mine.token);
        return;
      }
      case 'release': {
        const chosen = pair(step.lease);
        if (chosen) await agree(({ store, of }) => store.release(of(chosen)));
        return;
      }
      case 'replay':
      case 'drop': {
        const letters = (await mine.deadLetters(100)).map(({ id }) => id).toSorted();
        const id = letters[step.letter % Math.max(1, letters.length)] ?? 'nothing';
        await agree<unknown>(({ store }) => (step.do === 'replay' ? store.replay(id) : store.drop(id)));
        return;
      }
      case 'erase':
        await agree(({ store }) => store.eraseTextsOf(idOf(step.who)));
        return;
      case 'forget':
        await agree(({ store }) => store.forgetEnded(clock.now(), 100));
        return;
      case 'pass':
        clock.pass(step.ms);
        return;
    }
  }

  async function compare(): Promise<void> {
    for (const id of ids) await agree(({ store }) => store.ofId(id));
    for (const chat of ['chat0', 'chat1']) await agree(({ store }) => store.ofLiveChat(liveChatId(chat)));
    for (let who = 0; who < conversations; who++) {
      await agree(({ store }) => store.ofConversation(conversationId(`c${who}`)));
    }
    await agree(({ store }) => store.deadLetters(100), looksOfLetters);
    await agree(
      ({ store }) => store.dueLanes(100),
      (lanes) => new Set(lanes.map(({ sessionId: id, direction }) => `${id} ${direction}`)),
    );
  }

  return {
    play,
    compare,
    async compareLeases() {
      clock.pass(leaseMs + 500);
      for (const each of lanesOf(ids)) await twins.lease(each, false);
    },
  };
}

function outgoingOf(
  { out }: CommitStep,
  { session, version }: StoredSession,
  { name, at }: { readonly name: string; readonly at: number },
): Outgoing[] {
  return out.map(({ way: direction, kind }, place) => {
    const text = `${name}.${place}`;
    const id = `${session.id}.${version + 1}.${text}`;
    const base = { id, sessionId: session.id, acceptedAt: at };
    if (kind === 'notice') return { ...base, direction, content: { kind, text } };
    if (direction === 'to-customer') {
      const content = {
        say: { kind: 'say', text, agentName: 'Dana' },
        last: { kind: 'return', reason: 'agent' },
      } as const;
      return { ...base, direction, content: content[kind] };
    }
    const content = {
      say: { kind: 'say', messageId: text, text, sender: 'Ada' },
      last: { kind: 'end', reason: 'agent' },
    } as const;
    return { ...base, direction, content: content[kind] };
  });
}
