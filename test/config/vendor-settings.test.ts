import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { liveChatVendor } from '../../src/adapters/live-chat/vendor.ts';
import { vendors } from '../../src/adapters/live-chat/vendors.ts';
import { type About, setting } from '../../src/adapters/settings/setting.ts';
import { settingsOfVendors } from '../../src/config/vendor-settings.ts';

const text = (about: Partial<About> = {}) => setting({ expected: 'a text', ...about }, (given) => given);

/** A vendor of which only the settings matter. */
function vendorWith(kind: string, shape: Readonly<Record<string, z.ZodType<string, string | undefined>>>) {
  const [{ capabilities, profile }] = vendors;
  const open = () => {
    throw new Error('only its settings matter');
  };
  return liveChatVendor({ kind, capabilities, profile, settings: z.object(shape), open });
}

const described = (...given: Parameters<typeof settingsOfVendors>[0]) =>
  [...settingsOfVendors(given)].map(([name, { description }]) => [name, description]);

describe('The settings of several vendors', () => {
  const url = { LIVECHAT_URL: text({ description: 'the API' }) };

  it('say nothing of vendors where all have the same', () => {
    expect(described(vendorWith('acme', url), vendorWith('globex', url))).toEqual([
      ['LIVECHAT_URL', 'the API'],
    ]);
  });

  it('say for which vendors they are where others do not have them', () => {
    const queue = { LIVECHAT_QUEUE: text({ description: 'the queue' }) };
    const acme = vendorWith('acme', { ...url, ...queue });
    const globex = vendorWith('globex', { ...url, ...queue });
    expect(described(acme, globex, vendorWith('initech', url))).toEqual([
      ['LIVECHAT_URL', 'the API'],
      ['LIVECHAT_QUEUE', 'for `acme`, `globex`: the queue'],
    ]);
  });

  it('say what they are for each vendor where that differs', () => {
    const globex = vendorWith('globex', { LIVECHAT_URL: text({ description: 'the tenant' }) });
    expect(described(vendorWith('acme', url), globex)).toEqual([
      ['LIVECHAT_URL', 'for `acme`: the API; for `globex`: the tenant'],
    ]);
  });

  it('stay without a description where a name is understood and not recommended', () => {
    const acme = vendorWith('acme', { ...url, LIVECHAT_URI: text() });
    expect(described(acme, vendorWith('globex', url))).toEqual([
      ['LIVECHAT_URL', 'the API'],
      ['LIVECHAT_URI', undefined],
    ]);
  });
});
