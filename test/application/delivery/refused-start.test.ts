import { describe, expect, it } from 'vitest';
import type { StartOutcome } from '../../../src/application/ports/live-chat.ts';
import { begunIn } from '../world/fakes/history.ts';
import { aMinute, type WorldOptions, world } from '../world/world.ts';

/** The live chat really opens with the first start, whose answer gets lost; the next ones are answered as told. */
function opensUnheard(...answers: readonly StartOutcome[]): WorldOptions {
  let starts = 0;
  return {
    guard: ({ liveChat }) => ({
      liveChat: {
        ...liveChat,
        async start(start, key) {
          const opened = await liveChat.start(start, key);
          return starts++ === 0 ? { outcome: 'unknown', cause: 'timeout' } : (answers[starts - 2] ?? opened);
        },
      },
    }),
  };
}

const closed: StartOutcome = { outcome: 'rejected', cause: 'closed' };

describe('A start that is refused after an attempt of unknown outcome', () => {
  it('is answered at once, and the live chat that exists is found and ended', async () => {
    const { customer, clock, desk, store } = world(opensUnheard(closed, closed, closed));
    const askedAt = clock.now();
    expect(await customer('Pat').asks()).toEqual({ status: 'closed' });
    expect(clock.now() - askedAt).toBeLessThan(1000);
    await clock.pass(aMinute);
    expect(desk.chat().endedFor).toBe('unavailable');
    expect((await store.metrics()).pending['to-live-chat']).toBe(0);
  });

  it('is not looked for without end', async () => {
    const refusals = Array<StartOutcome>(1000).fill(closed);
    const { customer, clock, history, store } = world(opensUnheard(...refusals));
    expect(await customer('Pat').asks()).toEqual({ status: 'closed' });
    await clock.pass(11 * aMinute);
    const tried = begunIn(history, 'to-live-chat').length;
    expect(tried).toBeLessThan(60);
    expect((await store.metrics()).pending['to-live-chat']).toBe(0);
    expect(await store.deadLetters(10)).toEqual([]);
    await clock.pass(60 * aMinute);
    expect(begunIn(history, 'to-live-chat')).toHaveLength(tried);
  });

  it('does not keep the customer from asking again', async () => {
    const { customer, clock } = world(opensUnheard(closed));
    const pat = customer('Pat');
    expect(await pat.asks()).toEqual({ status: 'closed' });
    await clock.pass(10);
    expect(await pat.asks()).toMatchObject({ status: 'queued' });
  });
});
