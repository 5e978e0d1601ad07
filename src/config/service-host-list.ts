import { unwrapped } from '../adapters/settings/guid.ts';
import { partsOf } from '../adapters/settings/texts.ts';

/** Hosts to which the bridge may connect, comma-separated; absent when one of them is none. */
export function hostsIn(text: string): readonly string[] | undefined {
  const hosts = partsOf(text).map(unwrapped);
  return hosts.length > 0 && hosts.every(isServiceHost) ? hosts : undefined;
}

/** `host` or `host:port`; with a leading dot at least two labels, and no domain under which anyone can register. */
function isServiceHost(value: string): boolean {
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
