import { BlockList, isIP, isIPv6 } from 'node:net';

/** How the network is left, as the usual settings say it. */
export interface ProxySettings {
  /** For requests to http and https addresses: an http or https URL, with user name and password if the proxy wants them. */
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are reached directly, as NO_PROXY lists them. This machine and its link always are: no proxy knows of them. */
  readonly exclusions: readonly string[];
}

export interface EgressProxy {
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** For the header of that name. */
  readonly authorization?: string;
  /** The same, for a client that makes the header itself. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface Destination {
  readonly protocol: string;
  /** An IPv6 address may stand in brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** The proxy on the way to a destination; absent when there is none. */
export type ProxyFor = (destination: Destination) => EgressProxy | undefined;

export function proxyChoice({ http, https, exclusions }: ProxySettings): ProxyFor {
  const proxies = {
    'http:': http === undefined ? undefined : proxyOf(http),
    'https:': https === undefined ? undefined : proxyOf(https),
  };
  const isDirect = directHosts(exclusions);
  return (destination) => {
    const proxy = destination.protocol === 'https:' ? proxies['https:'] : proxies['http:'];
    return proxy === undefined || isDirect(destination) ? undefined : proxy;
  };
}

function proxyOf(text: string): EgressProxy {
  const { protocol, hostname, port, username, password } = new URL(text);
  const isSecure = protocol === 'https:';
  const credentials = { username: decoded(username), password: decoded(password) };
  const basic = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  return {
    isSecure,
    host: withoutBrackets(hostname),
    port: Number(port || (isSecure ? 443 : 80)),
    ...(username !== '' && { authorization: `Basic ${basic}`, credentials }),
  };
}

/** As it was meant, also when a percent sign was not written as one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Whether a host is reached directly: `*`, a domain with all of its subdomains (with or without a dot before it), an address,
 * a network such as 10.0.0.0/8; each with a port if need be. Names are not resolved.
 */
function directHosts(exclusions: readonly string[]): (destination: Destination) => boolean {
  const networks = new BlockList();
  networks.addSubnet('127.0.0.0', 8, 'ipv4');
  networks.addAddress('::1', 'ipv6');
  // Where Azure has its metadata and the endpoints of managed identities.
  networks.addSubnet('169.254.0.0', 16, 'ipv4');
  const rules = ['localhost', ...exclusions].flatMap((entry) => ruleOf(entry.toLowerCase(), networks));
  return ({ hostname, port }) => {
    const host = withoutBrackets(hostname.toLowerCase()).replace(/\.$/, '');
    if (isIP(host) !== 0 && networks.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')) return true;
    return rules.some((rule) => rule.isFor(host) && (rule.port === undefined || rule.port === port));
  };
}

interface Rule {
  readonly isFor: (host: string) => boolean;
  readonly port?: number;
}

function ruleOf(entry: string, networks: BlockList): readonly Rule[] {
  if (entry === '*') return [{ isFor: () => true }];
  const [, address = '', prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (prefix !== undefined && isIP(address) !== 0) {
    networks.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
    return [];
  }
  const [, name = entry, port] = /^(\[.+\]|[^:]+):(\d{1,5})$/.exec(entry) ?? [];
  const domain = withoutBrackets(name)
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  const isFor = (host: string) => host === domain || host.endsWith(`.${domain}`);
  return domain === '' ? [] : [{ isFor, ...(port !== undefined && { port: Number(port) }) }];
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');
