import { z } from 'zod';
import { choiceSetting } from '../adapters/settings/choices.ts';
import { numberSetting } from '../adapters/settings/numbers.ts';
import { isSecret } from '../adapters/settings/secrets.ts';
import { setting } from '../adapters/settings/setting.ts';
import { when } from '../adapters/settings/texts.ts';
import { urlIn } from '../adapters/settings/urls.ts';

/** Where the bridge listens, and where it is reached. */
export const serviceSettings = z
  .object({
    PORT: numberSetting({
      description: 'the port that the bridge listens on',
      min: 0,
      max: 65_535,
      byDefault: 5001,
      isWhole: true,
    }),
    HANDOFF_HOST: setting(
      {
        description: 'the address that the bridge listens on',
        expected: 'an address of this machine',
        byDefault: '0.0.0.0',
      },
      (text) => text,
    ),
    HANDOFF_PUBLIC_URL: setting(
      {
        description: 'the https address at which Copilot Studio and the live chat reach the bridge',
        expected: 'the https address at which Copilot Studio and the live chat reach the bridge',
        example: 'https://bridge.contoso.com',
      },
      urlIn,
    ),
  })
  .transform((its) => ({ port: its.PORT, host: its.HANDOFF_HOST, publicUrl: its.HANDOFF_PUBLIC_URL }));

/** What operators see and may do. */
export const operatorSettings = z
  .object({
    HANDOFF_ADMIN_TOKEN: setting(
      {
        description:
          'what operators show to [look after the bridge](operations.md): metrics, dead letters, erasing a customer; at least 16 characters, and without it there are no such routes',
        expected: 'a random text of at least 16 characters, without spaces and not an example',
        isSecret: true,
        isOptional: true,
      },
      when((text) => isSecret(text) && !/\s/.test(text)),
    ),
    LOG_LEVEL: choiceSetting(
      { description: 'structured logs on standard output; they never carry texts or names' },
      ['info', 'debug', 'warn', 'error', 'silent'],
    ),
  })
  .transform((its) => ({
    logLevel: its.LOG_LEVEL,
    ...(its.HANDOFF_ADMIN_TOKEN !== undefined && { adminToken: its.HANDOFF_ADMIN_TOKEN }),
  }));
