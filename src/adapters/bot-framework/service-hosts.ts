import { isLoopbackHost } from '../http/client/loopback.ts';
import { remembered } from './remembered.ts';

export type AllowsServiceUrl = (serviceUrl: string) => boolean;

/**
 * Whether the bridge may connect to a given service URL. `hosts` are `host` or `host:port`; a leading dot takes
 * subdomains, but not the domain itself. Only https on its own port counts unless a port is listed; http on loopback alone.
 */
export function serviceHosts(hosts: readonly string[]): AllowsServiceUrl {
  // URLs omit the default port of https; a listed host may have it.
  const allowed = hosts.map((host) => host.toLowerCase().replace(/:443$/, ''));
  // A copilot names the same URL with each activity.
  return remembered((serviceUrl) => {
    if (!URL.canParse(serviceUrl) || !isPlain(serviceUrl)) return false;
    const url = new URL(serviceUrl);
    if (url.username !== '' || url.password !== '') return false;
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
    return isSafe && allowed.some((host) => matches(url, host));
  });
}

/** Parsers disagree about anything else, and no service needs it. */
const isPlain = (url: string): boolean => /^[\x21-\x7e]+$/.test(url) && !/[\\@]/.test(url);

function matches({ host, hostname }: URL, allowed: string): boolean {
  if (!allowed.startsWith('.')) return host === allowed;
  const [domain = '', port] = allowed.split(':');
  return (
    hostname.endsWith(domain) &&
    hostname.length > domain.length &&
    host === (port ? `${hostname}:${port}` : hostname)
  );
}
