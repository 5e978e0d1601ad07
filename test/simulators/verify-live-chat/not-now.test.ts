import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { keyOf } from './breakages.ts';
import { type Breakage, isStart, json } from './broken-live-chat.ts';
import { runAgainst } from './running.ts';

describe('a live chat that keeps the contract stays green', () => {
  test('when it answers 429 with Retry-After now and then', async () => {
    let requests = 0;
    const breakage: Breakage = {
      instead: async () => {
        requests += 1;
        if (requests % 5 !== 0) return undefined;
        const at = new Date(Date.now() + 500).toUTCString();
        return { ...json(429, { error: 'slow down' }), headers: { 'retry-after': requests % 2 ? '0' : at } };
      },
    };
    const outcome = await runAgainst(breakage, ['--only', 'a message', '--only', 'a session can']);
    expect(outcome.text).toContain(' 0 failed');
    expect(requests).toBeGreaterThan(20);
  });

  test('when it answers 409 while a start under the same key is under way', async () => {
    const under = new Set<string>();
    const breakage: Breakage = {
      instead: async (request) => {
        if (!isStart(request)) return undefined;
        if (under.has(keyOf(request))) return json(409, { error: 'in-progress' });
        under.add(keyOf(request));
        await sleep(100);
        return undefined;
      },
      response(response, request) {
        under.delete(keyOf(request));
        return response;
      },
    };
    const args = ['--only', 'starts at once', '--only', 'whose connection was cut'];
    const outcome = await runAgainst(breakage, args);
    expect(outcome.text).toContain('3 passed, 0 failed');
  });
});
