import { expect, it } from 'vitest';
import { printableValues } from '../../../simulators/verify-live-chat/printable-values.ts';

it('A printable value has no control within that a terminal obeys', () => {
  const at = new Date(0);
  expect(printableValues({ a: ['\u001b', { b: '\u009b' }], n: 1, none: null, at })).toEqual({
    a: ['\\u001b', { b: '\\u009b' }],
    n: 1,
    none: null,
    at,
  });
});
