import { isLoopbackHost } from '../adapters/bot-framework/service-hosts.ts';

/** https anywhere, http on loopback alone; no user name, query or fragment. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return isSafe && username === '' && password === '' && search === '' && hash === '';
}

export const isLoopbackUrl = (value: string): boolean =>
  URL.canParse(value) && isLoopbackHost(new URL(value).hostname);

const shortestSecret = 16;
const placeholder = /^<|>$|change-?me|your[-_ ]?(client[-_ ]?)?secret|example|placeholder|x{6,}|^(.)\2*$/i;

/** Long enough to be a secret, and not what somebody left in from a template. */
export const isSecret = (value: string): boolean =>
  value.length >= shortestSecret && !placeholder.test(value);

/** Published in the documentation of Standard Webhooks, so everybody has it. */
const publishedSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** `whsec_` and the base64 of at least 24 bytes that are not all the same. */
export function isWebhookSecret(value: string): boolean {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
  if (encoded === undefined || value === publishedSecret) return false;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && new Set(bytes).size > 4;
}

/** `host` or `host:port`; with a leading dot at least two labels, and not a domain under which anybody can register. */
export function isServiceHost(value: string): boolean {
  if (!/^\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(value)) return false;
  if (!value.startsWith('.')) return true;
  const domain = value.slice(1).split(':')[0]?.toLowerCase() ?? '';
  return domain.includes('.') && !openDomains.has(domain);
}

const openDomains = new Set([
  'trafficmanager.net',
  'azurewebsites.net',
  'cloudapp.net',
  'azure.com',
  'windows.net',
  'co.uk',
]);
