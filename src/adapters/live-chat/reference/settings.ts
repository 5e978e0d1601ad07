import { z } from 'zod';
import { missing, notUsable, together } from '../../settings/findings.ts';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { when } from '../../settings/texts.ts';
import { isLoopbackUrl } from '../../settings/urls.ts';
import {
  baseUrlSetting,
  missingWebhookSecret,
  unsignedCallbacksSetting,
  webhookSecretSetting,
} from '../callback-settings.ts';

type Access =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'oauth'; readonly scope: string };

export interface ReferenceSettings {
  readonly baseUrl: string;
  readonly access: Access;
  readonly webhookSecrets: readonly string[];
}

const shape = z.object({
  LIVECHAT_BASE_URL: baseUrlSetting,
  LIVECHAT_API_KEY: setting(
    {
      description: 'sent as a bearer',
      expected: 'at least 16 characters and not an example',
      isSecret: true,
      isOptional: true,
      whenAbsent: 'this or the next is required, but not on loopback',
    },
    when(isSecret),
  ),
  LIVECHAT_OAUTH_SCOPE: setting(
    {
      description: 'the scope for a token of the LiveChat connection, which ends in `/.default`',
      expected: "the live chat's App ID URI and /.default, such as api://live-chat/.default",
      example: 'api://live-chat/.default',
      isOptional: true,
    },
    // Entra gives tokens by client credentials for nothing else.
    when((text) => /^[\x21-\x7e]+[^/\s]\/\.default$/.test(text)),
  ),
  LIVECHAT_WEBHOOK_SECRET: webhookSecretSetting,
  LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: unsignedCallbacksSetting,
});
type Given = z.output<typeof shape>;

/** Where the live chat is, and how it and the bridge trust each other. */
export const referenceSettings = shape
  .check(
    together(['LIVECHAT_API_KEY', 'LIVECHAT_OAUTH_SCOPE'], (its) =>
      its.LIVECHAT_API_KEY !== undefined && its.LIVECHAT_OAUTH_SCOPE !== undefined
        ? ['LIVECHAT_API_KEY and LIVECHAT_OAUTH_SCOPE are both set; expected one of them.']
        : [],
    ),
    together(['LIVECHAT_API_KEY', 'LIVECHAT_OAUTH_SCOPE'], (its) => {
      const isNeeded = !isLoopbackUrl(its.LIVECHAT_BASE_URL ?? '');
      const isGiven = its.LIVECHAT_API_KEY !== undefined || its.LIVECHAT_OAUTH_SCOPE !== undefined;
      const either = 'LIVECHAT_API_KEY or LIVECHAT_OAUTH_SCOPE';
      return isNeeded && !isGiven ? [missing(either, 'one for a live chat that is not on loopback')] : [];
    }),
    together(['LIVECHAT_ALLOW_UNSIGNED_CALLBACKS'], (its) =>
      its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS
        ? [notUsable('LIVECHAT_ALLOW_UNSIGNED_CALLBACKS', 'false for this kind, whose callbacks are signed')]
        : [],
    ),
    together(['LIVECHAT_WEBHOOK_SECRET'], (its) =>
      its.LIVECHAT_WEBHOOK_SECRET === undefined ? [missingWebhookSecret] : [],
    ),
  )
  .transform(
    (its): ReferenceSettings => ({
      baseUrl: its.LIVECHAT_BASE_URL,
      access: accessOf(its),
      webhookSecrets: its.LIVECHAT_WEBHOOK_SECRET ?? [],
    }),
  );

function accessOf({ LIVECHAT_API_KEY: key, LIVECHAT_OAUTH_SCOPE: scope }: Given): Access {
  if (key !== undefined) return { kind: 'api-key', key };
  return scope === undefined ? { kind: 'none' } : { kind: 'oauth', scope };
}
