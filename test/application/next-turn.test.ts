import { describe, expect, it } from 'vitest';
import { defaultSentences } from '../../src/application/sentences.ts';
import { texts } from './world/in-chat.ts';
import { inTurns } from './world/in-turns.ts';
import { aMinute } from './world/world.ts';

const { deskInTurns, deskIdle, deskNotDeliveredAtEnd, deskNotDelivered, endedByAgent, endedIdle } =
  defaultSentences;
const { agentJoined } = defaultSentences;

describe('Words for a customer who is reached in turns', () => {
  it('wait without trouble, and are the answer to the next turn, in order and once', async () => {
    const { dana, desk, turn, seen, clock } = await inTurns();
    for (const text of ['one', 'two', 'three']) await dana.says(text);
    await clock.pass(25 * aMinute);
    expect(seen()).toEqual([]);
    expect(await turn('and?')).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
    expect(await turn('really?')).toEqual([]);
    await clock.pass(25 * aMinute);
    expect(await turn('really!')).toEqual([]);
    expect(seen()).toEqual([]);
    expect(texts(desk.chat().heard)).toEqual([deskInTurns, 'and?', 'really?', 'really!']);
  });

  it('are given again to a repeat of the turn, since its answer did not arrive, also after a restart', async () => {
    const { dana, turn, kill, start, clock } = await inTurns();
    await dana.says('one');
    expect(await turn('and?', { id: 'same' })).toEqual(['Dana: one']);
    expect(await turn('and?', { id: 'same' })).toEqual(['Dana: one']);
    kill();
    start();
    await clock.pass(10);
    expect(await turn('and?', { id: 'same' })).toEqual(['Dana: one']);
    await dana.says('two');
    expect(await turn('so?')).toEqual(['Dana: two']);
    expect(await turn('so!')).toEqual([]);
  });

  it.each(['unknown', 'unsent', 'lost'] as const)(
    'come again with the next turn when the answer was %s',
    async (answer) => {
      const { dana, turn, kill, start, clock } = await inTurns();
      await dana.says('one');
      await dana.says('two');
      expect(await turn('and?', { answer })).toEqual(['Dana: one', 'Dana: two']);
      if (answer === 'lost') kill();
      if (answer === 'lost') start();
      await clock.pass(2 * aMinute);
      await dana.says('three');
      expect(await turn('so?')).toEqual(['Dana: one', 'Dana: two', 'Dana: three']);
      expect(await turn('so!')).toEqual([]);
    },
  );

  it('are said to be of unknown outcome before they come again, unless they did not go out', async () => {
    for (const [answer, unknownAttempts] of [
      ['unknown', 1],
      ['answered', 1],
      ['unsent', 0],
    ] as const) {
      const { dana, turn, store, opened } = await inTurns();
      await dana.says('one');
      await turn('and?', { id: 'same', answer });
      const stored = 'liveChatId' in opened ? await store.ofLiveChat(opened.liveChatId) : undefined;
      const lane = { sessionId: stored?.session.id ?? ('' as never), direction: 'to-customer' } as const;
      await store.makeDue(lane, 'next-turn');
      const lease = await store.lease(lane, 1000);
      expect(
        lease?.messages.map((each) => each.unknownAttempts),
        answer,
      ).toEqual([unknownAttempts]);
    }
  });

  it('go out once to two turns at once', async () => {
    const { dana, pat, bridge, clock } = await inTurns();
    await dana.says('one');
    const take = (requestId: string) =>
      bridge().takeTurnWords({ conversationId: pat.conversation, requestId });
    const both = Promise.all([take('first'), take('second')]);
    await clock.pass(aMinute / 2);
    const taken = (await both).filter((each) => each !== undefined);
    expect(taken).toHaveLength(1);
  });

  it('end with the farewell, and the copilot gets the customer back in the same answer', async () => {
    const { dana, turn, pat, clock } = await inTurns();
    await dana.joins();
    await dana.says('one');
    await dana.hangsUp('Bye');
    await clock.pass(20 * aMinute);
    expect(await turn('hello?')).toEqual([
      agentJoined.replace('{agent}', 'Dana'),
      'Dana: one',
      'Dana: Bye',
      endedByAgent,
      '[back: agent]',
    ]);
    await clock.pass(2 * aMinute);
    expect(await pat.says('hello?')).toEqual({ outcome: 'none' });
  });

  it('keep no session open whose customer does not come back: it ends as idle, without a warning', async () => {
    const { dana, desk, turn, sweepFor } = await inTurns({ settings: { idleMs: 20 * aMinute } });
    await dana.says('one');
    await sweepFor(19 * aMinute);
    expect(desk.chat()).not.toHaveProperty('endedFor');
    await sweepFor(3 * aMinute);
    expect(texts(desk.chat().heard)).toEqual([deskInTurns, deskNotDeliveredAtEnd, deskIdle]);
    expect(desk.chat()).toMatchObject({ endedFor: 'idle' });
    expect(await turn('I am back')).toEqual(['Dana: one', endedIdle, '[back: idle]']);
  });

  it('become dead letters when they are too old, and the agent is told', async () => {
    const { dana, desk, pat, store, sweepFor } = await inTurns({
      settings: { maxAgeMs: 120 * aMinute, idleMs: 600 * aMinute },
    });
    await dana.says('one');
    await sweepFor(90 * aMinute);
    await pat.says('still here');
    await sweepFor(45 * aMinute);
    expect(await store.deadLetters(10)).toMatchObject([{ content: { text: 'one' } }]);
    expect(
      texts(desk.chat().heard).some((text) =>
        [deskNotDelivered, deskNotDeliveredAtEnd].includes(text as never),
      ),
    ).toBe(true);
  });

  it('that wait when the customer ends the chat go out with the answer to that', async () => {
    const { dana, pat, bridge, clock, store } = await inTurns();
    await dana.says('one');
    const { conversation: conversationId } = pat;
    const taken = await clock.until(bridge().takeTurnWords({ conversationId, requestId: 'bye' }));
    const asked = clock.now();
    await clock.until(
      bridge().endHandoff({ conversationId, requestId: 'bye', by: 'customer', carriesWords: true }),
    );
    expect(clock.now()).toBe(asked);
    expect(taken?.words).toMatchObject([{ text: 'one' }]);
    expect(await store.deadLetters(10)).toHaveLength(1);
    await clock.until(taken?.settle(['delivered']) ?? Promise.resolve());
    expect(await store.deadLetters(10)).toEqual([]);
  });
});
