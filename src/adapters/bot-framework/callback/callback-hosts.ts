import { remembered } from '../remembered.ts';
import { type AllowsServiceUrl, serviceHosts } from '../service-hosts.ts';

/**
 * Whether the bridge may connect to a callback. Its host is judged as that of a service URL is; what follows is sent as it is, and
 * may hold whatever a URL may but a fragment, and no backslash, since parsers disagree about one.
 */
export function callbackHosts(hosts: readonly string[]): AllowsServiceUrl {
  const allows = serviceHosts(hosts);
  return remembered((url) => {
    const { origin, target } = partsOfCallback(url);
    return allows(origin) && /^[\x21-\x7e]*$/.test(target) && !/[\\#]/.test(target);
  });
}

/** The two parts of a callback as they were written: a parser would write some signatures anew. */
export function partsOfCallback(url: string): { readonly origin: string; readonly target: string } {
  const origin = /^https?:\/\/[^/?#\\]*/i.exec(url)?.[0] ?? '';
  return { origin, target: url.slice(origin.length) };
}
