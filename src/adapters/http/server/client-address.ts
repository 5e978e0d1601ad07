import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { ServerEnv } from './routes.ts';

/**
 * The client of a request: an IPv4 address, or the /64 of an IPv6 one, since one client commonly has the whole /64.
 * `X-Forwarded-For` counts only as far as the proxies named here (addresses or networks) have written it.
 */
export function clientAddress(trustedProxies: readonly string[]): (c: Context<ServerEnv>) => string {
  const proxies = blockListOf(trustedProxies);
  return (c) => {
    const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? [];
    let address = bare(c.env.incoming.socket.remoteAddress ?? '');
    // Each proxy appends the address of its client. What stands before that is not trustworthy.
    while (isIP(address) !== 0 && proxies.check(address, familyOf(address))) {
      const before = bare(forwarded.pop()?.trim() ?? '');
      if (isIP(before) === 0) break;
      address = before;
    }
    return networkOf(address);
  };
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Without port, brackets, zone, and the way in which IPv6 writes IPv4. */
function bare(address: string): string {
  const host = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return host.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const groups = [...head];
  while (tail !== undefined && groups.length + tail.length < 8) groups.push('0');
  return [...groups, ...(tail ?? [])].slice(0, 4).join(':');
}
