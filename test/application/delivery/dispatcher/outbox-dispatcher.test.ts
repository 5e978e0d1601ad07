import { describe, expect, it } from 'vitest';
import type { Direction } from '../../../../src/application/ports/outbox.ts';
import { messageId } from '../../../../src/domain/ids.ts';
import {
  losesTheAnswer,
  losesTheCall,
  postpones,
  throws,
  works,
  worksAfter,
} from '../../world/fakes/behaviour.ts';
import { begunIn } from '../../world/fakes/history.ts';
import { aMinute, type WorldOptions, world } from '../../world/world.ts';

async function inChat(options?: WorldOptions) {
  const all = world(options);
  const pat = all.customer('Pat');
  await pat.asks();
  /** When each attempt began, in milliseconds after the first. */
  const attempts = (direction: Direction, what: string) => {
    const times = begunIn(all.history, direction)
      .filter((call) => call.what === what)
      .map(({ at }) => at);
    return times.map((time) => time - (times[0] ?? 0));
  };
  return { ...all, pat, dana: all.agent('Dana'), attempts, seen: () => all.teams.seenAt(pat.address) };
}

describe('A message that is not taken', () => {
  it('is tried again after pauses that grow up to 8 s', async () => {
    const { dana, teams, clock, attempts } = await inChat();
    teams.mood.say.always(postpones());
    await dana.says('one');
    await clock.pass(25_000);
    const times = attempts('to-customer', 'Dana: one');
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual([225, 450, 900, 1800, 3600, 6000, 6000, 6000]);
  });

  it('is not tried before the party wants it', async () => {
    const { dana, teams, clock, attempts, seen } = await inChat();
    teams.mood.say.once(postpones(50_000));
    await dana.says('one');
    await dana.says('two');
    await clock.pass(49_999);
    expect(seen()).toEqual([]);
    await clock.pass(aMinute);
    expect(attempts('to-customer', 'Dana: one')).toEqual([0, 50_000]);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });

  it('is never overtaken', async () => {
    const { dana, teams, clock, seen } = await inChat();
    teams.mood.say.once(postpones(), postpones(), worksAfter(5000), postpones(), works, losesTheCall);
    for (const text of ['one', 'two', 'three']) await dana.says(text);
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
  });

  it('costs no other lane any time', async () => {
    const { dana, teams, clock, customer, agent } = await inChat();
    teams.mood.say.once({ ...losesTheCall, afterMs: 30_000 });
    await dana.says('one');
    const kim = customer('Kim');
    await kim.asks();
    const before = clock.now();
    await agent('Elli').says('Hi Kim');
    expect(clock.now()).toBe(before);
    expect(teams.seenAt(kim.address)).toEqual(['Elli: Hi Kim']);
  });
});

describe('A message of unknown outcome', () => {
  it('is sent again, under the same id, and the rest follows', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.say.once(losesTheAnswer);
    await pat.says('one', 'p1');
    await pat.says('two', 'p2');
    await clock.pass(aMinute);
    expect(desk.chat().heard.map(({ messageId }) => messageId)).toEqual(['p1', 'p1', 'p2']);
  });

  it('is what a defect of an adapter leaves; it costs neither this message nor the next', async () => {
    const { dana, teams, clock, seen, errors } = await inChat();
    teams.mood.say.once(throws);
    await dana.says('one');
    await dana.says('two');
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
    expect(errors).toEqual(['delivery-defect']);
  });

  it('is not a start that cannot be repeated', async () => {
    const { customer, desk, clock } = world({ capabilities: { startIsRepeatable: false } });
    desk.mood.start.once(losesTheAnswer);
    expect(await customer('Pat').asks()).toEqual({ status: 'unavailable' });
    await clock.pass(aMinute);
    expect(desk.chats).toHaveLength(1);
  });

  it('is a send whose settlement took so long that its lease was lost', async () => {
    const { pat, desk, clock } = await inChat();
    desk.mood.say.once(worksAfter(2 * aMinute));
    await pat.says('one', 'p1');
    await pat.says('two', 'p2');
    await clock.pass(5 * aMinute);
    expect(desk.chat().heard.map(({ messageId }) => messageId)).toEqual(['p1', 'p1', 'p2']);
  });
});

describe('Many messages at once', () => {
  it('from one agent are all accepted and arrive in the order in which they were', async () => {
    const { bridge, desk, clock, seen } = await inChat();
    const texts = Array.from({ length: 400 }, (_, number) => `${number}`);
    const { id } = desk.chat();
    const answers = await clock.until(
      Promise.all(
        texts.map((text) =>
          bridge().relayAgentMessage({
            of: { liveChatId: id },
            messageId: messageId(text),
            text,
            agentName: 'Dana',
          }),
        ),
      ),
    );
    await clock.pass(aMinute);
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(seen()).toEqual(texts.map((text) => `Dana: ${text}`));
  });

  it('in more lanes than are delivered at once are all delivered', async () => {
    const { customer, teams, desk, agent, clock } = world();
    const customers = Array.from({ length: 600 }, (_, number) => customer(`customer ${number}`));
    await clock.until(Promise.all(customers.map((each) => each.begins())));
    teams.mood.say.always(worksAfter(1000));
    const chats = desk.chats.map(({ id }) => id);
    await clock.until(Promise.all(chats.map((id) => agent('Dana', id).says('Hello'))));
    await clock.pass(2000);
    expect(customers.map(({ address }) => teams.seenAt(address).length)).toEqual(customers.map(() => 1));
  });
});

describe('A stop', () => {
  it('lets what has begun finish, and leaves the rest to the next start', async () => {
    const { dana, teams, seen, stop, start, clock } = await inChat();
    teams.mood.say.once(postpones(1000), worksAfter(5000));
    await dana.says('one');
    await dana.says('two');
    await clock.pass(2000);
    await stop();
    await clock.pass(aMinute);
    expect(seen()).toEqual(['Dana: one']);
    start();
    await clock.settle();
    expect(seen()).toEqual(['Dana: one', 'Dana: two']);
  });
});

describe('A worker that stood still for longer than its lease', () => {
  it('sends nothing any more of what another one has taken up', async () => {
    let isStill = true;
    const { customer, desk, clock, start } = world({
      seenStore: (store, { clock }) => ({
        ...store,
        async begin(...attempt) {
          const [, id] = attempt;
          if (isStill && !id.startsWith('s1.1.')) {
            isStill = false;
            await new Promise<void>((resolve) => clock.after(3 * aMinute, resolve));
          }
          return store.begin(...attempt);
        },
      }),
    });
    const pat = customer('Pat');
    await pat.asks();
    await pat.says('one');
    start();
    await clock.pass(2 * aMinute);
    expect(desk.chat().heard).toMatchObject([{ text: 'one' }]);
    await clock.pass(2 * aMinute);
    expect(desk.chat().heard).toMatchObject([{ text: 'one' }]);
  });

  it('looks again before it sends what an end has overtaken', async () => {
    let stillForMs = 0;
    const { pat, dana, clock, seen } = await inChat({
      seenStore: (store, { clock }) => {
        let isSending = false;
        return {
          ...store,
          async begin(...attempt) {
            isSending = attempt[0].lane.direction === 'to-customer';
            return store.begin(...attempt);
          },
          async ofId(id) {
            const stored = await store.ofId(id);
            const pauseMs = isSending ? stillForMs : 0;
            if (pauseMs === 0) return stored;
            stillForMs = 0;
            await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
            return stored;
          },
        };
      },
    });
    stillForMs = 5000;
    await dana.says('too late');
    await pat.ends();
    await clock.pass(aMinute);
    expect(seen()).toEqual([]);
    expect(stillForMs).toBe(0);
  });
});
