import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendHttpRequest } from '../../../../src/adapters/http/client/http-request.ts';
import { parseRateLimitReset, parseRetryAfter } from '../../../../src/adapters/http/client/retry-after.ts';
import { json, type OddServer, oddServer } from './odd-server.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const post = (timeoutMs = 2000, url = server.url) =>
  sendHttpRequest({ method: 'POST', url, headers: [], body: '{}', timeoutMs });

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [undefined, undefined],
    ['0', 0],
    ['7', 7000],
    ['999999999999', 3_600_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 3_600_000],
    ['soon', undefined],
    ['', undefined],
  ])('of %j is %j ms', (value, ms) => expect(parseRetryAfter(value, now)).toBe(ms));

  it('comes along with an answer', async () => {
    server.next(json(429, {}, { 'retry-after': '3' }));
    expect(await post()).toMatchObject({ status: 429, retryAfterMs: 3000 });
  });
});

describe('X-RateLimit-Reset', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [undefined, undefined],
    ['7', 7000],
    ['0.5', 500],
    ['999999999', 3_600_000],
    [String(now / 1000 + 30), 30_000],
    [String(now / 1000 - 30), 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('of %j is %j ms', (value, ms) => expect(parseRateLimitReset(value, now)).toBe(ms));

  it('counts in a 429 without Retry-After, and nowhere else', async () => {
    const reset = { 'x-ratelimit-reset': '9' };
    server.next(
      json(429, {}, reset),
      json(429, {}, { ...reset, 'retry-after': '3' }),
      json(429, {}, { ...reset, 'retry-after': 'soon' }),
      json(503, {}, reset),
    );
    expect(await post()).toMatchObject({ retryAfterMs: 9000 });
    expect(await post()).toMatchObject({ retryAfterMs: 3000 });
    expect(await post()).toMatchObject({ retryAfterMs: 9000 });
    expect(await post()).not.toHaveProperty('retryAfterMs');
  });
});
