import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokens } from '../../simulators/history/token.ts';
import { whichRequests } from '../../simulators/live-chat/which-requests.ts';
import { waysToCall } from '../../simulators/solution/builder/agent-source.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { expectPromisesKept, inChat } from './in-chat.ts';

const token = tokens('slow');

describe.each(waysToCall)('Called as a %s', (calledAs) => {
  let world: ChaosWorld;
  beforeAll(async () => {
    world = await startChaosWorld({ calledAs });
  });
  afterAll(() => world.stop());

  describe('A party that swallows requests, or answers one byte a second', () => {
    it('R13: is waited for no longer than the deadline, while other sessions are served within 2 s', async () => {
      const [mute, trickling, other] = [
        await inChat(world, 'Mute'),
        await inChat(world, 'Trickling'),
        await inChat(world, 'Other'),
      ];
      const { toLiveChat } = world.proxies;
      const isSay = whichRequests(world.liveChat.reads).step('say');
      const [first, second] = [token(), token()];
      toLiveChat.next({ kind: 'black-hole' }, { which: isSay });
      await mute.customer.says(first);
      await expect
        .poll(() => toLiveChat.exchanges.some(({ fault }) => fault.kind === 'black-hole'))
        .toBe(true);
      toLiveChat.next({ kind: 'trickle', msPerByte: 1000 }, { which: isSay });
      await trickling.customer.says(second);

      const delays: number[] = [];
      for (let count = 0; count < 20; count++) {
        const text = token();
        const before = Date.now();
        await other.customer.says(text);
        await other.chat.sees(text);
        delays.push(Date.now() - before);
      }
      expect(Math.max(...delays)).toBeLessThan(2000);

      await mute.chat.sees(first, { withinMs: 14_000 });
      await expect
        .poll(
          () =>
            toLiveChat.exchanges.filter(({ fault }) => fault.kind !== 'none').every(({ endedAt }) => endedAt),
          {
            timeout: 14_000,
          },
        )
        .toBe(true);
      const waited = toLiveChat.exchanges
        .filter(({ fault }) => fault.kind !== 'none')
        .map(({ at, endedAt = 0 }) => endedAt - at);
      expect(Math.max(...waited)).toBeLessThan(10_500);
      expect(trickling.chat.messages.filter(({ text }) => text === second)).toHaveLength(1);
    }, 40_000);

    it('breaks no promise', () => expectPromisesKept(world));
  });
});
