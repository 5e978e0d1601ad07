import fc from 'fast-check';
import { expect } from 'vitest';
import type { MakeFreshStore } from '../../fresh-store.ts';
import {
  accept,
  ada,
  attempt,
  changed,
  lane,
  openSession,
  type Store,
  theSession,
} from '../../session-steps.ts';
import type { TestClock } from '../../test-clock.ts';

/** What can happen to a lane. */
export type LaneStep =
  | 'accept'
  | 'deliver'
  | 'reject'
  | 'lose-sight'
  | 'give-up'
  | 'replay'
  | 'drop'
  | 'fold'
  | 'close'
  | 'kill';

export const laneSteps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<LaneStep>('accept') },
    {
      weight: 4,
      arbitrary: fc.constantFrom<LaneStep>(
        'deliver',
        'reject',
        'lose-sight',
        'give-up',
        'replay',
        'drop',
        'fold',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom<LaneStep>('close', 'kill') },
  ),
  { maxLength: 12 },
);

interface Letter {
  readonly id: string;
  readonly unknownAttempts: number;
}

interface Model {
  waiting: readonly Letter[];
  dead: readonly Letter[];
}

/** Plays the steps on a store and on a plain list; both must agree after each. */
export async function expectLanesToAgree(
  freshStore: MakeFreshStore,
  steps: readonly LaneStep[],
): Promise<void> {
  const { store: first, clock, reopen } = await freshStore();
  let store = first;
  const model: Model = { waiting: [], dead: [] };
  await openSession(store, clock);
  for (const [index, step] of steps.entries()) {
    if (step === 'close' || step === 'kill') store = (await reopen?.(step)) ?? store;
    else await play(step, `${index}`, { store, clock, model });
    expect(await waitingIn(store)).toEqual(model.waiting);
    expect((await store.deadLetters(100)).map(({ id }) => id).sort()).toEqual(
      model.dead.map(({ id }) => id).sort(),
    );
  }
}

async function play(
  step: Exclude<LaneStep, 'close' | 'kill'>,
  name: string,
  { store, clock, model }: { readonly store: Store; readonly clock: TestClock; readonly model: Model },
): Promise<void> {
  const [head, ...rest] = model.waiting;
  const [oldest, ...dead] = model.dead;
  switch (step) {
    case 'accept': {
      const id = await accept(store, clock, name);
      model.waiting = [...model.waiting, { id, unknownAttempts: 0 }];
      return;
    }
    case 'deliver':
      if (!head) return;
      await attempt(store, lane(ada), { as: 'delivered' });
      model.waiting = rest;
      return;
    case 'reject':
      if (!head) return;
      await attempt(store, lane(ada), { as: 'rejected', cause: 'invalid' });
      model.waiting = rest;
      model.dead = [...model.dead, head];
      return;
    case 'lose-sight':
      if (!head) return;
      await attempt(store, lane(ada), { as: 'unknown', cause: 'timed-out', until: clock.now() });
      model.waiting = [{ ...head, unknownAttempts: head.unknownAttempts + 1 }, ...rest];
      return;
    case 'give-up':
      await store.commit({ ...changed(await theSession(store)), deadLetterLanes: ['to-customer'] });
      model.dead = [...model.dead, ...model.waiting];
      model.waiting = [];
      return;
    case 'replay':
      await store.replay(oldest?.id ?? 'nothing');
      if (!oldest) return;
      model.waiting = [...model.waiting, oldest];
      model.dead = dead;
      return;
    case 'drop':
      await store.drop(oldest?.id ?? 'nothing');
      model.dead = dead;
      return;
    case 'fold':
      clock.pass(60_000);
      return;
  }
}

async function waitingIn(store: Store): Promise<Model['waiting']> {
  const lease = await store.lease(lane(ada), 1000);
  if (!lease) return [];
  await store.release(lease);
  return lease.messages.map(({ id, unknownAttempts }) => ({ id, unknownAttempts }));
}
