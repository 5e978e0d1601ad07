import { describe, expect, it } from 'vitest';
import { fill } from '../../src/domain/fill-sentence.ts';

describe('A sentence', () => {
  it('has its values filled in, each wherever it stands', () => {
    expect(fill('{a} and {b} and {a}', { a: 'one', b: 2 })).toBe('one and 2 and one');
  });

  it('keeps a placeholder for which there is no value', () => {
    expect(fill('{agent} is here', {})).toBe('{agent} is here');
  });

  it('takes values as they are, whatever they look like', () => {
    expect(fill('Hello {a}', { a: '{b} $& $1', b: 'no' })).toBe('Hello {b} $& $1');
  });

  it('knows no values but those given', () => {
    expect(fill('{constructor} {toString}', {})).toBe('{constructor} {toString}');
  });
});
