import { describe, expect, it } from 'vitest';
import { type Change, StoreUnavailable } from '../../../src/application/ports/session-store.ts';
import { messageId } from '../../../src/domain/ids.ts';
import { worksAfter } from '../world/fakes/behaviour.ts';
import { aMinute, world } from '../world/world.ts';

/** Pat in a live chat, with what is asked of the store, whose answers to commits and outcomes come so late. */
async function inChat({ commitMs = 0, settleMs = 0 } = {}) {
  const changes: Change[] = [];
  const leased: string[] = [];
  const all = world({
    seenStore: (store, { clock }) => ({
      ...store,
      async commit(change) {
        changes.push(change);
        const committed = await store.commit(change);
        if (commitMs > 0) await new Promise<void>((resolve) => clock.after(commitMs, resolve));
        return committed;
      },
      async settle(settled) {
        const state = await store.settle(settled);
        if (settleMs > 0) await new Promise<void>((resolve) => clock.after(settleMs, resolve));
        return state;
      },
      lease(lane, ...how) {
        leased.push(lane.direction);
        return store.lease(lane, ...how);
      },
    }),
  });
  const pat = all.customer('Pat');
  await pat.asks();
  leased.length = 0;
  return {
    ...all,
    pat,
    dana: all.agent('Dana'),
    leased,
    lastChange: () => changes.at(-1),
    seen: () => all.teams.seenAt(pat.address),
  };
}

describe('A lane that is leased with a commit', () => {
  it('is delivered without being asked for', async () => {
    const { dana, pat, desk, leased, seen } = await inChat();
    await dana.says('one');
    await pat.says('two');
    expect(seen()).toEqual(['Dana: one']);
    expect(desk.chat().heard).toMatchObject([{ text: 'two' }]);
    expect(leased).toEqual([]);
  });

  it('is delivered by the process that has it, although that stops meanwhile', async () => {
    const { clock, stop, dana, seen } = await inChat({ commitMs: 1000 });
    const saying = dana.says('one');
    await clock.settle();
    await stop();
    await saying;
    await clock.settle();
    expect(seen()).toEqual(['Dana: one']);
  });

  it('is sent nothing of when the commit took so long that others may have it', async () => {
    const { dana, clock, seen, history } = await inChat({ commitMs: 3000 });
    await dana.says('one');
    expect(seen()).toEqual([]);
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one']);
    expect(history.filter(({ type }) => type === 'begun')).toHaveLength(2);
  });
});

describe('A lane that is leased while its worker has not heard that it is empty', () => {
  it('is delivered next, whatever is added meanwhile', async () => {
    const { dana, clock, seen } = await inChat({ settleMs: 100 });
    for (const text of ['one', 'two', 'three']) await dana.says(text);
    await clock.pass(1000);
    expect(seen()).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
  });
});

describe('A stop', () => {
  it('waits for what a commit leases that was under way', async () => {
    const { bridge, dana, pat, desk, teams, store, clock, stop } = await inChat({ commitMs: 500 });
    teams.mood.say.once(worksAfter(1000));
    await dana.says('one');
    desk.mood.say.once(worksAfter(5000));
    const saying = bridge().relayCustomerMessage({
      conversationId: pat.conversation,
      messageId: messageId('two'),
      text: 'two',
      customerAddress: pat.address,
    });
    await clock.pass(100);
    await stop();
    expect((await store.ofConversation(pat.conversation))?.pending['to-live-chat']).toBe(0);
    expect(await saying).toEqual({ outcome: 'accepted' });
  });
});

describe('A lane is not asked for', () => {
  it('by a process that delivers nothing any more', async () => {
    const { dana, stop, lastChange } = await inChat();
    await stop();
    await dana.says('one');
    expect(lastChange()).toMatchObject({ messages: [{ content: { text: 'one' } }] });
    expect(lastChange()).not.toHaveProperty('leaseForMs');
  });

  it('by a process that delivers as much as it can', async () => {
    const { customer, desk, agent, clock, teams, lastChange, seen } = await inChat();
    const dana = agent('Dana', desk.chat().id);
    const others = Array.from({ length: 256 }, (_, number) => customer(`customer ${number}`));
    await clock.until(Promise.all(others.map((each) => each.begins())));
    teams.mood.say.always(worksAfter(1000));
    const chats = desk.chats.slice(1).map(({ id }) => id);
    await clock.until(Promise.all(chats.map((id) => agent('Elli', id).says('Hello'))));
    await dana.says('one');
    expect(lastChange()).not.toHaveProperty('leaseForMs');
    await clock.pass(3000);
    expect(seen()).toEqual(['Dana: one']);
  });
});

describe('A commit that fails', () => {
  it('gives back the slots that were kept for it', async () => {
    let isDown = false;
    const changes: Change[] = [];
    const all = world({
      seenStore: (store) => ({
        ...store,
        commit(change) {
          changes.push(change);
          return isDown ? Promise.reject(new StoreUnavailable('the disk is full')) : store.commit(change);
        },
      }),
    });
    const pat = all.customer('Pat');
    await pat.asks();
    isDown = true;
    for (let number = 0; number < 300; number++) await expect(pat.says('lost')).rejects.toThrow('full');
    isDown = false;
    await pat.says('kept');
    expect(changes.at(-1)).toHaveProperty('leaseForMs');
    expect(all.desk.chat().heard).toMatchObject([{ text: 'kept' }]);
  });
});
