import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import type { Rates } from '../adapters/http/limits/throttles.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { setting } from '../adapters/settings/setting.ts';
import { partsOf } from '../adapters/settings/texts.ts';

const perSecond = (byDefault: number, description: string) =>
  numberSetting({ description, min: 0.1, max: 100_000, byDefault });
const kilobytesPerSecond = (description: string) =>
  numberSetting({ description, min: 1, max: 10_000_000, byDefault: 100 });

export const rateSettings = z
  .object({
    HANDOFF_RATE_PER_CONVERSATION: perSecond(
      20,
      "requests per second that one conversation may keep up; half a minute's worth may come at once, and more is 429. There is no limit for Copilot Studio as a whole",
    ),
    HANDOFF_RATE_PER_SESSION: perSecond(
      50,
      'the same for one session of the live chat. There is no limit for the live chat as a whole',
    ),
    HANDOFF_RATE_KB_PER_CONVERSATION: kilobytesPerSecond(
      'KB per second that the bodies of one conversation may keep up',
    ),
    HANDOFF_RATE_KB_PER_SESSION: kilobytesPerSecond('the same for one session of the live chat'),
    HANDOFF_RATE_PER_ADDRESS: perSecond(
      20,
      'requests per second of one address, counting only requests without a valid token or signature, and unsigned callbacks for unknown ids',
    ),
    HANDOFF_TRUSTED_PROXY: setting(
      {
        description:
          'addresses or networks of your own proxies, comma-separated; `X-Forwarded-For` counts from these alone',
        expected: 'IP addresses, or networks of at least /8 such as 10.1.0.0/16, comma-separated',
        example: '10.0.0.1,192.168.0.0/16',
        isOptional: true,
      },
      proxiesIn,
    ),
  })
  .transform(
    (its): Rates => ({
      perConversation: its.HANDOFF_RATE_PER_CONVERSATION,
      perSession: its.HANDOFF_RATE_PER_SESSION,
      bytesPerConversation: its.HANDOFF_RATE_KB_PER_CONVERSATION * 1024,
      bytesPerSession: its.HANDOFF_RATE_KB_PER_SESSION * 1024,
      perAddress: its.HANDOFF_RATE_PER_ADDRESS,
      trustedProxies: its.HANDOFF_TRUSTED_PROXY ?? [],
    }),
  );

function proxiesIn(text: string): readonly string[] | undefined {
  const proxies = partsOf(text);
  return proxies.every(isAddressOrNetwork) ? proxies : undefined;
}

/** A network of the whole internet would let every client write its own address. */
function isAddressOrNetwork(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = isIPv4(address) ? 32 : 128;
  if (rest.length > 0 || !(isIPv4(address) || isIPv6(address))) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 8 && Number(prefix) <= bits);
}
