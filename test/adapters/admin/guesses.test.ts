import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../../src/adapters/http/server/api-routes.ts';
import { fits } from '../http/docs/openapi-rules.ts';
import { type OperatedBridge, startOperatedBridge } from './operator.ts';

/** One request a second, and so 30 at once. */
const burst = 30;
let world: OperatedBridge;
beforeAll(async () => {
  world = await startOperatedBridge({
    environment: { HANDOFF_RATE_PER_ADDRESS: '1', HANDOFF_TRUSTED_PROXY: '127.0.0.1' },
  });
});
afterAll(() => world.stop());

const paths = ['/metrics', '/admin/dead-letters', '/admin/dead-letters/hs_1'] as const;
const guess = (address: string, number = 0) =>
  fetch(`${world.url}${paths[number % paths.length]}`, {
    headers: { authorization: `Bearer guess-${number}`, 'x-forwarded-for': address },
  });

describe('S24: guesses at the token of operators', () => {
  it('are 401, then 429 with the standard headers, whichever address of ours they go to', async () => {
    const answers = await Promise.all(
      Array.from({ length: burst + 30 }, (_, number) => guess('198.51.100.1', number)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(answers.length - refused.length);
    const [first] = refused;
    expect(first?.headers.get('retry-after')).toBe('1');
    expect(first?.headers.get('ratelimit-policy')).toBe('"address";q=30;w=30');
    expect(first?.headers.get('ratelimit')).toBe('"address";r=0;t=1');
    expect(first?.headers.get('www-authenticate')).toBeNull();
    const body: unknown = await first?.json();
    expect(body).toMatchObject({ title: 'Too many requests' });
    const document = (await (await fetch(`${world.url}/openapi.json`)).json()) as ApiDocument;
    expect(fits(document, 'getMetrics', { status: 429, body })).toEqual([]);
  });

  it('hold up neither another address nor the right token, and tell nothing of what is asked for', async () => {
    for (let number = 0; number < burst + 5; number++) await guess('198.51.100.2', number);
    expect((await guess('198.51.100.2')).status).toBe(429);
    expect((await guess('198.51.100.3')).status).toBe(401);
    const headers = { authorization: `Bearer ${world.token}`, 'x-forwarded-for': '198.51.100.2' };
    expect((await fetch(`${world.url}/metrics`, { headers })).status).toBe(200);
  });

  it('share what an address may have with guesses at everything else', async () => {
    for (let number = 0; number < burst + 5; number++) await guess('198.51.100.4', number);
    const knock = { method: 'POST', body: '{}', headers: { 'x-forwarded-for': '198.51.100.4' } };
    expect((await fetch(`${world.url}/api/messages`, knock)).status).toBe(429);
  });
});
