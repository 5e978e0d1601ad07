import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbackSeal } from '../../../../src/adapters/bot-framework/callback/callback-seal.ts';

const callback = 'https://a.powerapps.com/external-agent?sig=SECRET';

describe('A sealed callback', () => {
  const seal = callbackSeal(() => ['a client secret']);

  it('opens to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(seal.open(seal.seal(text))).toBe(text.toWellFormed());
      }),
    );
  });

  it('is the same for the same callback, on each replica, and another for another', () => {
    expect(callbackSeal(() => ['a client secret']).seal(callback)).toBe(seal.seal(callback));
    expect(seal.seal(`${callback}2`).slice(0, 16)).not.toBe(seal.seal(callback).slice(0, 16));
  });

  it('does not open with another secret, nor when anything of it is changed', () => {
    const sealed = seal.seal(callback);
    expect(callbackSeal(() => ['another secret']).open(sealed)).toBeUndefined();
    for (const other of [`A${sealed.slice(1)}`, `${sealed.slice(0, -4)}AAAA`, '', 'x', sealed.slice(0, 20)])
      expect(seal.open(other)).toBeUndefined();
  });
});
