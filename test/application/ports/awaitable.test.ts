import { describe, expect, it } from 'vitest';
import { andThen } from '../../../src/application/ports/awaitable.ts';

describe('What follows a value', () => {
  it('follows at once when the value is known', () => {
    expect(andThen(1, (value) => value + 1)).toBe(2);
  });

  it('follows a promise when it is kept, and not when it is broken', async () => {
    const heard: number[] = [];
    expect(await andThen(Promise.resolve(1), (value) => value + 1)).toBe(2);
    const broken = andThen(Promise.reject(new Error('away')), (value: number) => heard.push(value));
    await expect(broken).rejects.toThrow('away');
    expect(heard).toEqual([]);
  });
});
