import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outbox } from '../../../src/application/ports/outbox.ts';
import type { SessionStore } from '../../../src/application/ports/session-store.ts';
import type { AgentSaid, CustomerSaid, HandoffEvent } from '../../../src/domain/events.ts';
import { messageId } from '../../../src/domain/ids.ts';
import { customerSides } from '../world/customer-side.ts';
import { worksAfter } from '../world/fakes/behaviour.ts';
import { begunIn } from '../world/fakes/history.ts';
import { type World, world } from '../world/world.ts';

type Store = SessionStore & Outbox;

/**
 * Where each call of the store comes to rest before it is done, and those that write once more before they answer. What is
 * said is told in the order in which it was committed.
 */
function scheduled(
  scheduler: fc.Scheduler,
  store: Store,
  isRacing: () => boolean,
  hear: (events: readonly HandoffEvent[]) => void,
): Store {
  const turn = (label: string) =>
    isRacing() ? scheduler.schedule(Promise.resolve(), label) : Promise.resolve();
  const writes = new Set<PropertyKey>(['commit', 'begin', 'settle', 'lease', 'release']);
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        await turn(`${String(name)}`);
        const answer: unknown = await Reflect.apply(member, target, args);
        if (name === 'commit' && isCommitted(answer)) hear((args as Parameters<Store['commit']>)[0].events);
        if (writes.has(name)) await turn(`${String(name)} answered`);
        return answer;
      };
    },
  });
}

const isCommitted = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'outcome' in answer && answer.outcome === 'committed';

function racingWorld(scheduler: fc.Scheduler) {
  let isRacing = false;
  const said: (CustomerSaid | AgentSaid)[] = [];
  const hear = (events: readonly HandoffEvent[]) => {
    for (const event of events) {
      if (event.type === 'customer-said' || event.type === 'agent-said') said.push(event);
    }
  };
  const all = world({ seenStore: (store) => scheduled(scheduler, store, () => isRacing, hear) });
  return {
    ...all,
    said,
    /** Lets the scheduler decide who is next, for two seconds: so soon nobody looks for what a signal forgot. */
    async race(): Promise<void> {
      isRacing = true;
      for (let rounds = 0; rounds < 20; rounds++) {
        await drain(scheduler, all);
        await all.clock.pass(100);
      }
      isRacing = false;
      await drain(scheduler, all);
    },
  };
}

async function drain(scheduler: fc.Scheduler, { clock }: World): Promise<void> {
  await clock.settle();
  while (scheduler.count() > 0) {
    await scheduler.waitNext(1);
    await clock.settle();
  }
}

describe.each(['skill', 'connected-agent'] as const)('Whichever commit is faster, called as a %s,', (way) => {
  async function inChat({ bridge, clock, teams }: World) {
    const pat = customerSides[way]({ name: 'Pat', place: teams });
    await clock.until(pat.asks(bridge(), { id: 'r1', text: 'I want a person' }));
    return pat;
  }

  it('nothing is sent to the customer once the end has been answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const all = racingWorld(scheduler);
        const { desk, bridge, history, race } = all;
        const pat = await inChat(all);
        const of = { liveChatId: desk.chat().id };
        const says = (text: string) =>
          bridge().relayAgentMessage({ of, messageId: messageId(text), text, agentName: 'Dana' });
        let whenEnded = Number.POSITIVE_INFINITY;
        const racing = race();
        void says('one');
        void says('two');
        void pat.ends(bridge(), 'e1').then(() => {
          whenEnded = history.length;
        });
        await racing;
        expect(whenEnded).not.toBe(Number.POSITIVE_INFINITY);
        expect(begunIn(history.slice(whenEnded), 'to-customer')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('one conversation has one session, and a live chat that it lost is ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat({ max: 2 }), async (scheduler, ends) => {
        const { desk, bridge, store, race, teams } = racingWorld(scheduler);
        const pat = customerSides[way]({ name: 'Pat', place: teams });
        desk.mood.start.once(worksAfter(300));
        const racing = race();
        for (const id of ['r1', 'r2', 'r2', 'r3']) void pat.asks(bridge(), { id, text: `words of ${id}` });
        for (let count = 0; count < ends; count++) void pat.ends(bridge(), `e${count}`);
        await racing;
        const open = (await store.ofConversation(pat.conversation))?.session;
        const notEnded = desk.chats.filter(({ endedFor }) => endedFor === undefined).map(({ id }) => id);
        expect(notEnded).toEqual(open && 'liveChatId' in open ? [open.liveChatId] : []);
      }),
      { numRuns: 150 },
    );
  });

  it('the words of both sides arrive once, in the order in which they were accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const all = racingWorld(scheduler);
        const { desk, bridge, said, history, race } = all;
        const pat = await inChat(all);
        const of = { liveChatId: desk.chat().id };
        const racing = race();
        for (const text of ['one', 'two', 'one']) {
          void bridge().relayAgentMessage({ messageId: messageId(text), text, of, agentName: 'Dana' });
          void pat.says(bridge(), { id: text, text });
        }
        await racing;
        const by = (what: string) => said.filter(({ type }) => type === what).map(({ text }) => text);
        const seen = history.flatMap((each) =>
          each.type === 'heard' && each.direction === 'to-customer' ? [each.what] : [],
        );
        expect(seen).toEqual(by('agent-said').map((text) => `Dana: ${text}`));
        expect(desk.chat().heard.map(({ text }) => text)).toEqual(by('customer-said'));
        expect(said).toHaveLength(4);
      }),
      { numRuns: 150 },
    );
  });
});
