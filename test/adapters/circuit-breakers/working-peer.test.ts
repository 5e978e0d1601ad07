import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/application/ports/delivery.ts';
import { delivered, party } from './attempted-peer.ts';

const busy: Delivery = { outcome: 'not-delivered', cause: '429' };

describe('A party that works', () => {
  const failures = [
    '403',
    '408',
    '500',
    '502',
    '503',
    '504',
    'timeout',
    'ECONNRESET',
    'answer-without-message',
  ];

  it.each(failures)(
    'is never left alone because of one message, or one session, that fails with %s',
    async (cause) => {
      const it = party();
      it.answers({ outcome: 'unknown', cause });
      for (let time = 0; time < 500; time++) {
        await it.tell('poison', `poison.${Math.floor(time / 100)}`);
        await it.clock.pass(1000);
      }
      expect(it.changes).toEqual([]);
    },
  );

  it.each(failures)(
    'refuses no other session although a few messages fail for hours with %s',
    async (cause) => {
      const it = party();
      const poisons = ['p1', 'p2', 'p3', 'p4'];
      for (let minute = 0; minute < 300; minute++) {
        it.answers({ outcome: 'unknown', cause });
        for (const poison of poisons) {
          await it.tell(poison);
          await it.clock.pass(10_000);
        }
        if (minute % 5 > 0) continue;
        it.answers(delivered);
        expect(await it.tell(`kim ${minute}`)).toEqual(delivered);
      }
      expect(it.changes.length).toBeGreaterThan(0);
    },
  );

  it('may ask for a slower pace as often as it likes', async () => {
    const it = party();
    it.answers(busy);
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });

  it('may reject what it likes', async () => {
    const it = party();
    it.answers({ outcome: 'rejected', cause: '403 BotDisabledByAdmin' });
    await it.tellTimes(20);
    expect(it.breaker.state).toBe('closed');
  });
});
