import type { Settled } from '../../../../src/application/ports/outbox.ts';
import type { Change, StoredSession } from '../../../../src/application/ports/session-store.ts';
import { conversationId, type SessionId, sessionId } from '../../../../src/domain/ids.ts';
import type { FreshStore } from '../../fresh-store.ts';
import { changed, lane, opening } from '../../session-steps.ts';
import type { TestClock } from '../../test-clock.ts';
import { type CommitStep, conversations, type HistoryStep, leaseMs, tickMs } from './histories.ts';
import { eventsOf, outgoingOf, settlementAs } from './history-changes.ts';
import { expectSameAnswers, expectSameLanes } from './same-answers.ts';
import { type Twin, TwinStores } from './twin-stores.ts';

/** Does what a history says to a store and to its twin in memory. Whatever they answer is compared. */
export class PlayedHistory {
  readonly #clock: TestClock;
  readonly #twins: TwinStores;
  readonly #reopen: FreshStore['reopen'];
  /** How many sessions each conversation has had. */
  readonly #sessions = Array<number>(conversations).fill(0);
  readonly #ids = new Set<SessionId>();
  #count = 0;

  constructor({ store, clock, reopen }: FreshStore) {
    this.#clock = clock;
    this.#twins = new TwinStores(store, clock);
    this.#reopen = reopen;
  }

  play(step: HistoryStep): Promise<unknown> {
    this.#count++;
    const [clock, twins] = [this.#clock, this.#twins];
    switch (step.do) {
      case 'open':
        return this.#open(step.who, step.lends);
      case 'commit':
        return this.#commit(step);
      case 'lease':
        return twins.lease(lane(this.#idOf(step.who), step.way), step.begins);
      case 'begin':
        return this.#begin(step);
      case 'settle':
        return this.#settle(step);
      case 'release':
        return this.#release(step);
      case 'replay':
        return this.#withLetter(step.letter, (id) => twins.agree(({ store }) => store.replay(id)));
      case 'drop':
        return this.#withLetter(step.letter, (id) => twins.agree(({ store }) => store.drop(id)));
      case 'erase':
        return twins.agree(({ store }) => store.redactTextsOf(this.#idOf(step.who)));
      case 'erase-ended':
        return twins.agree(({ store }) => store.redactTexts(clock.now(), 100));
      case 'forget-ended':
        return twins.agree(({ store }) => store.deleteEnded(clock.now(), 100));
      case 'pass':
        return Promise.resolve(clock.pass(step.ms));
      case 'reopen':
        return this.#reopenAfter(step.end);
    }
  }

  expectSameAnswers(): Promise<void> {
    return expectSameAnswers(this.#twins, this.#ids, this.#clock.now());
  }

  expectSameLanes(): Promise<void> {
    return expectSameLanes(this.#twins, this.#ids, this.#clock);
  }

  #idOf(who: number): SessionId {
    return sessionId(`s${who}-${this.#sessions[who]}`);
  }

  async #open(who: number, lends: boolean): Promise<void> {
    const last = await this.#twins.mine.ofId(this.#idOf(who));
    if (last && last.session.status !== 'ended') return;
    // Which of two sessions is the newer one, their times alone tell.
    this.#clock.pass(tickMs);
    this.#sessions[who] = (this.#sessions[who] ?? 0) + 1;
    this.#ids.add(this.#idOf(who));
    const change = opening(this.#clock, this.#idOf(who), conversationId(`c${who}`));
    await this.#twins.commit(async () => ({ ...change, ...(lends && { leaseForMs: leaseMs }) }));
  }

  async #commit(step: CommitStep): Promise<void> {
    const id = this.#idOf(step.who);
    const stored = await this.#twins.mine.ofId(id);
    if (!stored) return;
    const change = this.#changeOf(step, stored);
    const settles = this.#settledBy(step, id);
    await this.#twins.commit(async (twin): Promise<Change> => {
      const { session } = changed((await twin.store.ofId(id)) ?? stored, ...change.events);
      return { ...change, session, ...(settles && { settled: settles(twin) }) };
    });
  }

  #changeOf(step: CommitStep, stored: StoredSession): Change {
    const moment = { name: `${this.#count}`, at: this.#clock.now() };
    const change = changed(stored, ...eventsOf(step, stored, moment));
    return {
      ...change,
      expectedVersion: change.expectedVersion - (step.isStale ? 1 : 0),
      messages: outgoingOf(step, stored, moment),
      deadLetterLanes: step.abandon,
      ...(step.inbound !== undefined && { inbound: { id: `i${step.inbound}`, answer: moment.name } }),
      // A store may lend, and need not: not every one does where lanes are abandoned in the same step.
      ...(step.lends && step.abandon.length === 0 && { leaseForMs: leaseMs }),
    };
  }

  /** Only messages of its own session are settled with a commit. */
  #settledBy({ settles }: CommitStep, of: SessionId): ((twin: Twin) => Settled) | undefined {
    const pair = settles && this.#twins.pair(settles.lease);
    const id = pair?.mine.messages[settles?.which ?? 0]?.id;
    if (!settles || id === undefined || pair?.mine.lane.sessionId !== of) return undefined;
    const settlement = settlementAs(settles.as, this.#clock.now());
    return (twin) => ({ lease: twin.of(pair), id, settlement });
  }

  async #begin({ lease, which }: Extract<HistoryStep, { readonly do: 'begin' }>): Promise<void> {
    const pair = this.#twins.pair(lease);
    if (pair) await this.#twins.begin(pair, which);
  }

  async #settle({ lease, which, as }: Extract<HistoryStep, { readonly do: 'settle' }>): Promise<void> {
    const pair = this.#twins.pair(lease);
    const id = pair?.mine.messages[which]?.id;
    if (pair && id !== undefined) await this.#twins.settle(pair, id, settlementAs(as, this.#clock.now()));
  }

  async #release({ lease }: Extract<HistoryStep, { readonly do: 'release' }>): Promise<void> {
    const pair = this.#twins.pair(lease);
    if (pair) await this.#twins.agree(({ store, of }) => store.release(of(pair)));
  }

  async #withLetter(letter: number, use: (id: string) => Promise<unknown>): Promise<void> {
    const letters = (await this.#twins.mine.deadLetters(100)).map(({ id }) => id).toSorted();
    await use(letters[letter % Math.max(1, letters.length)] ?? 'nothing');
  }

  async #reopenAfter(end: 'close' | 'kill'): Promise<void> {
    const reopen = this.#reopen;
    if (reopen) await this.#twins.reopen(() => reopen(end));
  }
}
