import { z } from 'zod';
import { choiceSetting, flagSetting } from '../adapters/settings/choices.ts';
import { missing, notUsable, together } from '../adapters/settings/findings.ts';
import { isSecret, isWebhookSecret } from '../adapters/settings/secrets.ts';
import { setting } from '../adapters/settings/setting.ts';
import { partsOf, when } from '../adapters/settings/texts.ts';
import { isLoopbackUrl, urlIn } from '../adapters/settings/urls.ts';

export type LiveChatAccess =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'oauth'; readonly scope: string };

export interface LiveChatSettings {
  readonly kind: 'reference' | 'contoso-sample';
  readonly baseUrl: string;
  readonly access: LiveChatAccess;
  readonly webhookSecrets: readonly string[];
  readonly allowUnsignedCallbacks: boolean;
}

const expectedSecret = 'whsec_ and the base64 of at least 24 random bytes, several comma-separated';

const shape = z.object({
  LIVECHAT_KIND: choiceSetting({ description: '`reference` or `contoso-sample`' }, [
    'reference',
    'contoso-sample',
  ]),
  LIVECHAT_BASE_URL: setting(
    {
      description: "the live chat's API, https or on loopback",
      expected: "the https address of the live chat's API, or http on loopback",
      example: 'https://chat.contoso.com',
    },
    urlIn,
  ),
  LIVECHAT_API_KEY: setting(
    {
      description: 'sent as a bearer',
      expected: 'at least 16 characters and not an example',
      isSecret: true,
      isOptional: true,
      whenAbsent: 'this or the next is required, but not for `contoso-sample` or on loopback',
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
  LIVECHAT_WEBHOOK_SECRET: setting(
    {
      description:
        '`whsec_` and the base64 of at least 24 random bytes; two, comma-separated, during rotation',
      expected: expectedSecret,
      isSecret: true,
      isOptional: true,
      whenAbsent: 'required',
    },
    webhookSecretsIn,
  ),
  LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: flagSetting({
    description:
      '`true` only for `contoso-sample`, whose desk cannot sign; a sender who knows a live-chat id can then speak as its agent, and unknown ids count for `HANDOFF_RATE_PER_ADDRESS`',
  }),
});
type Given = z.output<typeof shape>;

/** The live chat, and how it and the bridge trust each other. */
export const liveChatSettings = shape
  .check(
    together(['LIVECHAT_API_KEY', 'LIVECHAT_OAUTH_SCOPE'], (its) =>
      its.LIVECHAT_API_KEY !== undefined && its.LIVECHAT_OAUTH_SCOPE !== undefined
        ? ['LIVECHAT_API_KEY and LIVECHAT_OAUTH_SCOPE are both set; expected one of them.']
        : [],
    ),
    together(['LIVECHAT_API_KEY', 'LIVECHAT_OAUTH_SCOPE'], (its) => {
      const isNeeded = its.LIVECHAT_KIND !== 'contoso-sample' && !isLoopbackUrl(its.LIVECHAT_BASE_URL ?? '');
      const isGiven = its.LIVECHAT_API_KEY !== undefined || its.LIVECHAT_OAUTH_SCOPE !== undefined;
      const either = 'LIVECHAT_API_KEY or LIVECHAT_OAUTH_SCOPE';
      return isNeeded && !isGiven ? [missing(either, 'one for a live chat that is not on loopback')] : [];
    }),
    together(['LIVECHAT_ALLOW_UNSIGNED_CALLBACKS'], (its) =>
      its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS && its.LIVECHAT_KIND !== 'contoso-sample'
        ? [notUsable('LIVECHAT_ALLOW_UNSIGNED_CALLBACKS', 'true for the kind contoso-sample only')]
        : [],
    ),
    together(['LIVECHAT_WEBHOOK_SECRET'], (its) =>
      its.LIVECHAT_WEBHOOK_SECRET === undefined && !its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS
        ? [missing('LIVECHAT_WEBHOOK_SECRET', expectedSecret)]
        : [],
    ),
  )
  .transform(
    (its): LiveChatSettings => ({
      kind: its.LIVECHAT_KIND,
      baseUrl: its.LIVECHAT_BASE_URL,
      access: accessOf(its),
      webhookSecrets: its.LIVECHAT_WEBHOOK_SECRET ?? [],
      allowUnsignedCallbacks: its.LIVECHAT_ALLOW_UNSIGNED_CALLBACKS,
    }),
  );

function accessOf({ LIVECHAT_API_KEY: key, LIVECHAT_OAUTH_SCOPE: scope }: Given): LiveChatAccess {
  if (key !== undefined) return { kind: 'api-key', key };
  return scope === undefined ? { kind: 'none' } : { kind: 'oauth', scope };
}

function webhookSecretsIn(text: string): readonly string[] | undefined {
  const secrets = partsOf(text);
  return secrets.length > 0 && secrets.every(isWebhookSecret) ? secrets : undefined;
}
