import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../../../src/adapters/http/server/client-address.ts';
import type { ServerEnv } from '../../../../src/adapters/http/server/routes.ts';

/** Whom a request counts for that came from `peer` with this `X-Forwarded-For`. */
async function addressOf(peer: string, forwarded?: string, proxies: readonly string[] = []): Promise<string> {
  const app = new Hono<ServerEnv>();
  const address = clientAddress(proxies);
  app.get('/', (c) => c.text(address(c)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer } } });
  return answer.text();
}

describe('A request counts for', () => {
  it('the address that it comes from, whatever it says of itself', async () => {
    expect(await addressOf('203.0.113.7')).toBe('203.0.113.7');
    expect(await addressOf('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(await addressOf('203.0.113.7', '198.51.100.1', ['203.0.113.8'])).toBe('203.0.113.7');
    expect(await addressOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  });

  it.each([
    ['one proxy', '198.51.100.1', ['10.0.0.1']],
    ['one proxy, and the caller lied before it', '1.1.1.1, 198.51.100.1', ['10.0.0.1']],
    ['two proxies', '1.1.1.1, 198.51.100.1, 10.0.0.2', ['10.0.0.0/24']],
    ['a proxy that adds the port', '198.51.100.1:50000', ['10.0.0.1']],
  ])('whom its own proxies name: %s', async (_, forwarded, proxies) => {
    expect(await addressOf('10.0.0.1', forwarded, proxies)).toBe('198.51.100.1');
  });

  it.each([undefined, '', 'no address', '1.1.1.1, none', ','])(
    'the proxy when that says %j',
    async (said) => {
      expect(await addressOf('10.0.0.1', said, ['10.0.0.1'])).toBe('10.0.0.1');
    },
  );

  it.each([
    ['2001:db8:1:2::7', '2001:db8:1:2:ffff::9'],
    ['2001:db8::7', '2001:db8::8:9'],
    ['::1', '::2'],
  ])('the network of an IPv6 address: %s and %s are one', async (one, other) => {
    expect(await addressOf(one)).toBe(await addressOf(other));
  });

  it('another network when the first 64 bits differ', async () => {
    expect(await addressOf('2001:db8:1:2::7')).not.toBe(await addressOf('2001:db8:1:3::7'));
    expect(await addressOf('10.0.0.1', '[2001:db8:1:2::7]:443', ['10.0.0.1'])).toBe('2001:db8:1:2');
  });
});
