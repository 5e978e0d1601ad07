import { isIPv4, isIPv6 } from 'node:net';
import type { Rates } from '../adapters/http/limits/throttles.ts';
import type { SettingReader } from './setting-reader.ts';

/** Reads and checks how often anybody may ask; what is wrong goes to the reader's findings. */
export function readRates(reader: SettingReader): Rates {
  const rate = (name: string, byDefault: number) =>
    reader.number(name, { min: 0.1, max: 100_000, byDefault });
  const kilobytes = (name: string) => reader.number(name, { min: 1, max: 10_000_000, byDefault: 100 }) * 1024;
  return {
    perConversation: rate('HANDOFF_RATE_PER_CONVERSATION', 20),
    perSession: rate('HANDOFF_RATE_PER_SESSION', 50),
    bytesPerConversation: kilobytes('HANDOFF_RATE_KB_PER_CONVERSATION'),
    bytesPerSession: kilobytes('HANDOFF_RATE_KB_PER_SESSION'),
    perAddress: rate('HANDOFF_RATE_PER_ADDRESS', 20),
    trustedProxies: readProxies(reader),
  };
}

function readProxies(reader: SettingReader): readonly string[] {
  const name = 'HANDOFF_TRUSTED_PROXY';
  const proxies = reader.list(name, []);
  if (proxies.every(isAddressOrNetwork)) return proxies;
  reader.findings.push(
    `${name} is not usable; expected IP addresses, or networks of at least /8 such as 10.1.0.0/16, comma-separated.`,
  );
  return [];
}

/** A network of everybody would let anybody write their own address. */
function isAddressOrNetwork(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = isIPv4(address) ? 32 : 128;
  if (rest.length > 0 || !(isIPv4(address) || isIPv6(address))) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 8 && Number(prefix) <= bits);
}
