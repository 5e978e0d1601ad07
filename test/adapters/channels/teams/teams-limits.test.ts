import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../../live-chat/callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ enforceLimits: true });
});
afterAll(() => world.stop());

const textsOf = (conversationId: string): readonly string[] =>
  world.microsoft.teams.received
    .filter(
      (each) =>
        each.conversationId === conversationId && each.status === 201 && each.activity.type === 'message',
    )
    .map(({ activity }) => activity.text ?? '');

describe('A hundred messages of an agent at once, to a Teams that enforces its limits (R9)', () => {
  it('provoke no 429, keep their order, and hold up no other conversation', async () => {
    const [anna, robin] = [await openSession(world), await openSession(world)];
    const words = Array.from({ length: 100 }, (_, n) => `word ${n}`);
    // The live chat's own order is that of its requests, so one comes after the other.
    for (const message of words) {
      const { status } = await postSigned(world, callbackOf(anna.chat.id, { message }));
      expect(status).toBe(202);
      // Typing shares the limits of the thread.
      void postSigned(world, callbackOf(anna.chat.id, { type: 'typing', message: undefined }));
    }
    const askedAt = Date.now();
    await postSigned(world, callbackOf(robin.chat.id, { message: 'Hello Robin' }));
    await robin.customer.sees('Hello Robin');
    expect(Date.now() - askedAt).toBeLessThan(500);
    await sleep(1_200);
    const seen = textsOf(anna.customer.conversationId);
    const shown = seen.filter((text) => text.startsWith('**Dana**'));
    expect(shown).toEqual(words.slice(0, shown.length).map((word) => `**Dana**: ${word}`));
    expect(shown.length).toBeGreaterThanOrEqual(7);
    expect(world.microsoft.teams.received.filter(({ status }) => status !== 201)).toEqual([]);
  });
});
