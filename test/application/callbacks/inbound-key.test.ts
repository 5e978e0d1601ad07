import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inboundKey } from '../../../src/application/callbacks/inbound-key.ts';

describe('A key of several parts', () => {
  it('is as its parts are where they have no colon', () => {
    expect(inboundKey('live-chat', 'hs_1', 'm_1')).toBe('live-chat:hs_1:m_1');
  });

  it('differs whenever any part differs, whatever they consist of', () => {
    const part = fc.string({ unit: fc.constantFrom('a', ':', '%', '3', 'A', '2', '5') });
    const parts = fc.array(part, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(inboundKey(...one) === inboundKey(...other)).toBe(
          JSON.stringify(one) === JSON.stringify(other),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
