import { isLoopbackHost } from '../http/client/loopback.ts';
import { unwrapped } from './guid.ts';

/** For `setting`: a safe URL in its normal form, without a slash at its end. */
export function urlIn(text: string): string | undefined {
  const url = URL.parse(unwrapped(text));
  return url !== null && isSafe(url) ? url.href.replace(/\/+$/, '') : undefined;
}

/** https anywhere, http on loopback alone; no user name, query or fragment. */
function isSafe({ protocol, hostname, username, password, search, hash }: URL): boolean {
  const isEncrypted = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return isEncrypted && username === '' && password === '' && search === '' && hash === '';
}

export const isLoopbackUrl = (url: string): boolean => isLoopbackHost(URL.parse(url)?.hostname ?? '');
