import { describe, expect, it } from 'vitest';
import { unquoted } from '../../../../src/adapters/http/client/unquoted.ts';

const long = `My card is 4929 1234 5678 9012 and I live in Long Street. ${'The message is rather long. '.repeat(2000)}`;

describe('What a party says of a refusal', () => {
  it.each([
    ['message too long: My card is 4929 1234 5678 9012 and I', [long], 'message too long: …'],
    [
      'message too long (50,000 characters, 10,000 allowed)',
      [long],
      'message too long (50,000 characters, 10,000 allowed)',
    ],
    ['card 4929 is not allowed', [long], 'card … is not allowed'],
    ["the word 'Street' is not allowed", [long], 'the word … is not allowed'],
    ['“my card” may not be said', [long], '… may not be said'],
    ['no customer Mia Müller here', ['Mia Müller'], 'no customer … … here'],
    ['MIA cannot be served', ['Mia'], '… cannot be served'],
    ['Miami is closed', ['Mia'], 'Miami is closed'],
    ['Bearer eyJhbGciOi.abc.def is not known', ['eyJhbGciOi.abc.def'], 'Bearer … is not known'],
    ['unknown session lc_1', ['Hello', '', ' '], 'unknown session lc_1'],
    ['rejected: 你好，我的订单号是多少', ['你好，我的订单号是多少'], 'rejected: …，…'],
    ['İİ quoted: something secret here', ['Something secret here'], 'i̇i̇ quoted: …'],
  ])('%j quotes nothing of what was sent', (text, words, expected) => {
    expect(unquoted(text, words)).toBe(expected);
  });

  it('is looked through in milliseconds, however long the words are', () => {
    const before = performance.now();
    unquoted('abcdefghijk '.repeat(50), [long.repeat(5), 'x'.repeat(250_000)]);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
