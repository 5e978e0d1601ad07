import { describe, expect, it } from 'vitest';
import { dedupeCache } from '../../../src/application/callbacks/dedupe-cache.ts';

describe('An id', () => {
  it('is known when it comes again, until enough others have come', () => {
    const isKnown = dedupeCache(2);
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(isKnown)).toEqual([false, false, true, false, false, false]);
  });
});
