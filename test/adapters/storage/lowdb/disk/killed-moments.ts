import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { type SessionId, sessionId } from '../../../../../src/domain/ids.ts';
import {
  accept,
  attempt,
  changed,
  ended,
  lane,
  openSession,
  theSession,
} from '../../../../contracts/session-steps.ts';
import { freshDirectory, type Stored, storedIn } from '../lowdb-directory.ts';
import { type Left, readAsKilled } from './as-killed.ts';
import { volatileDisk } from './volatile-disk.ts';

export type Step =
  | { readonly do: 'accept'; readonly sessions: number }
  | { readonly do: 'deliver' | 'forget' | 'fold' | 'reopen' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('accept'), sessions: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constantFrom('deliver', 'deliver', 'fold', 'fold', 'reopen', 'forget') }),
);
export const steps = fc.array(step, { minLength: 3, maxLength: 12 });

/** The texts that wait in a session, unless it was forgotten. */
export type Holding = readonly string[] | 'forgotten';

/** What the end of the process in one moment would leave. */
export interface Moment {
  readonly left: Left;
  /** What each session may be found to hold: one thing, or any of several while a step is under way. */
  readonly mayHold: ReadonlyMap<SessionId, readonly Holding[]>;
  /** What was delivered of each session, which only a loss of power may bring back: its outcome is not synced at once. */
  readonly delivered: ReadonlyMap<SessionId, readonly string[]>;
}

/** Plays the steps on a store and looks at its directory in each turn of the event loop. */
export async function momentsOf(sequence: readonly Step[], manySessions: number): Promise<readonly Moment[]> {
  const disk = volatileDisk();
  const options = { manySessions, createFile: disk.create };
  const stored = await storedIn(await freshDirectory(), options);
  const played = play(stored);
  const seen = new Map<string, Moment>();
  const look = () => {
    for (const moment of momentsNow()) seen.set(keyOf(moment), moment);
    next = setImmediate(look);
  };
  const momentsNow = (): readonly Moment[] => {
    const left = readAsKilled(stored.directory);
    const { mayHold, delivered } = played.state();
    return [
      { left, mayHold, delivered: new Map() },
      { left: disk.afterPowerLoss(left), mayHold, delivered },
    ];
  };
  await played.begin();
  let next = setImmediate(look);
  for (const [index, each] of sequence.entries()) await played.step(each, `${index}`, options);
  await played.end();
  clearImmediate(next);
  return [...seen.values()];
}

const keyOf = ({ left, mayHold, delivered }: Moment): string => {
  const hash = createHash('sha256');
  for (const [path, bytes] of left) hash.update(`${path} ${bytes.length} `).update(bytes);
  return hash.update(JSON.stringify([...mayHold, ...delivered])).digest('hex');
};

/** What was acknowledged, and what is under way. */
function history(ids: readonly SessionId[]) {
  const holdings = new Map<SessionId, Holding>(ids.map((id) => [id, []]));
  const underWay = new Map<SessionId, readonly Holding[]>();
  const delivered = new Map<SessionId, string[]>(ids.map((id) => [id, []]));
  return {
    /** The texts that wait, unless the session was forgotten. */
    textsOf(id: SessionId): readonly string[] | undefined {
      const holding = holdings.get(id);
      return holding === 'forgotten' ? undefined : holding;
    },
    /** `after`: what may be found before the task is done, and first of all what must be found then. */
    async change(id: SessionId, after: readonly [Holding, ...Holding[]], task: () => Promise<unknown>) {
      underWay.set(id, after);
      await task();
      underWay.delete(id);
      holdings.set(id, after[0]);
    },
    deliver: (id: SessionId, text: string) => void delivered.get(id)?.push(text),
    state: () => ({
      mayHold: new Map([...holdings].map(([id, holding]) => [id, [holding, ...(underWay.get(id) ?? [])]])),
      delivered: new Map([...delivered].map(([id, texts]) => [id, [...texts]])),
    }),
  };
}

/** Ends the session and deletes it with all that waits. */
async function forgetting({ store, clock }: Stored, id: SessionId): Promise<() => Promise<void>> {
  const end = changed(await theSession(store, id), ended(clock.now()));
  return async () => {
    await store.commit({ ...end, deadLetterLanes: ['to-customer'] });
    await store.deleteEnded(clock.now() + 1, 10);
  };
}

function play(first: Stored) {
  const ids = ['one', 'two', 'three'].map(sessionId);
  const { textsOf, change, deliver, state } = history(ids);
  let stored = first;

  const acceptOne = (text: string) => async (id: SessionId) => {
    const texts = textsOf(id);
    if (texts) await change(id, [[...texts, text]], () => accept(stored.store, stored.clock, text, id));
  };
  async function deliverOne(id: SessionId): Promise<void> {
    const [head, ...rest] = textsOf(id) ?? [];
    if (head === undefined) return;
    deliver(id, head);
    await change(id, [rest], () => attempt(stored.store, lane(id), { as: 'delivered' }));
  }
  async function forgetLast(): Promise<void> {
    const id = ids.findLast(textsOf);
    if (id !== undefined) await change(id, ['forgotten', []], await forgetting(stored, id));
  }

  return {
    state,
    async begin() {
      for (const id of ids) await openSession(stored.store, stored.clock, id);
    },
    async step(step: Step, name: string, options: Parameters<Stored['reopen']>[0]): Promise<void> {
      switch (step.do) {
        case 'accept':
          await Promise.all(ids.slice(0, step.sessions).map(acceptOne(name)));
          return;
        case 'deliver':
          for (const id of ids) await deliverOne(id);
          return;
        case 'forget':
          return forgetLast();
        case 'fold':
          stored.clock.pass(30_000);
          // It goes on while the next steps are played, after a head start.
          return pause(1);
        case 'reopen':
          stored = await stored.reopen(options);
      }
    },
    end: () => stored.store.close(),
  };
}
