import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerChannel } from '../../src/application/ports/customer-channel.ts';
import { itSendsWhatIsWanted, type OtherEnd } from './customer-side.ts';
import { attempt } from './delivery-attempt.ts';

export interface FreshChannel extends OtherEnd {
  readonly channel: CustomerChannel;
  /** Of one customer. */
  readonly address: string;
  /** What the customer sees, in order; signs of typing are no texts. */
  texts(): readonly string[];
}

/** What every adapter of the CustomerChannel port has to do, and every fake of it. */
export function describeCustomerChannel(name: string, fresh: () => Promise<FreshChannel>): void {
  describe(`${name}, as a customer's channel,`, () => {
    let subject: FreshChannel;
    beforeEach(async () => {
      subject = await fresh();
    });
    afterEach(() => subject.stop());

    it('has an id, and a name for customers', () => {
      expect(subject.channel.id).not.toBe('');
      expect(subject.channel.traits.name).not.toBe('');
    });

    it('shows what is said, in order: an agent’s words with the name, a notice without', async () => {
      const { channel, address } = subject;
      expect(await channel.say(address, { agentName: 'Dana', text: 'one' }, attempt)).toEqual({
        outcome: 'delivered',
      });
      expect(await channel.say(address, { text: 'two' }, attempt)).toEqual({ outcome: 'delivered' });
      expect(subject.texts()).toEqual([expect.stringMatching(/Dana.*one/), 'two']);
    });

    it.each(['', 'short', 'a word 👩‍🚀 '.repeat(5000), '<'.repeat(40_000)])(
      'splits a text into pieces that make it up',
      async (text) => {
        const pieces = subject.channel.split(text);
        expect(pieces.length).toBeGreaterThan(0);
        expect(pieces.join('')).toBe(text);
      },
    );

    it('shows typing as no words, and fails no customer when it cannot', async () => {
      const { channel, address } = subject;
      await channel.typing(address);
      expect(subject.texts()).toEqual([]);
      await subject.goAway();
      await channel.typing(address, attempt.isStillWanted);
    });

    itSendsWhatIsWanted(() => ({
      send: (tried) => subject.channel.say(subject.address, { text: 'Hello' }, tried),
      arrivals: () => subject.texts().length,
      end: subject,
    }));
  });
}
