import { describe, expect, it } from 'vitest';
import { splitOnce } from '../../src/application/split-once.ts';

describe('A text that is split once', () => {
  it('keeps its pieces until another one comes', () => {
    let times = 0;
    const split = splitOnce((text) => [text, `time ${++times}`]);
    expect([split('a'), split('a'), split('b'), split('a')]).toEqual([
      ['a', 'time 1'],
      ['a', 'time 1'],
      ['b', 'time 2'],
      ['a', 'time 3'],
    ]);
  });
});
