import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/application/ports/caller.ts';
import { closingReasons } from '../../src/domain/handoff-session.ts';
import { liveChatId } from '../../src/domain/ids.ts';
import { itSendsWhatIsWanted, type OtherEnd } from './customer-side.ts';
import { attempt } from './delivery-attempt.ts';

export interface FreshCaller extends OtherEnd {
  readonly caller: Caller;
  /** Of one customer. */
  readonly address: string;
  /** Why the copilot got its customer back, each time that it did. */
  reasons(): readonly string[];
}

/** What every adapter of the Caller port has to do, and every fake of it. */
export function describeCaller(name: string, fresh: () => Promise<FreshCaller>): void {
  describe(`${name}, as a caller,`, () => {
    let subject: FreshCaller;
    beforeEach(async () => {
      subject = await fresh();
    });
    afterEach(() => subject.stop());

    it('has an id', () => {
      expect(subject.caller.id).not.toBe('');
    });

    it('gives the customer back with the reason, whether there was a live chat or not', async () => {
      const { caller, address } = subject;
      for (const reason of closingReasons) {
        expect(await caller.giveBack(address, { reason }, attempt)).toEqual({ outcome: 'delivered' });
      }
      await caller.giveBack(address, { reason: 'agent', liveChatId: liveChatId('lc_1') }, attempt);
      expect(subject.reasons()).toEqual([...closingReasons, 'agent']);
    });

    itSendsWhatIsWanted(() => ({
      send: (tried) => subject.caller.giveBack(subject.address, { reason: 'agent' }, tried),
      arrivals: () => subject.reasons().length,
      end: subject,
    }));
  });
}
