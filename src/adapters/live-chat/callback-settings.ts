import { flagSetting } from '../settings/choices.ts';
import { missing } from '../settings/findings.ts';
import { isWebhookSecret } from '../settings/secrets.ts';
import { setting } from '../settings/setting.ts';
import { partsOf } from '../settings/texts.ts';
import { urlIn } from '../settings/urls.ts';

/* Settings of live chats that sign as Standard Webhooks have it. */

export const baseUrlSetting = setting(
  {
    description: "the live chat's API, https or on loopback",
    expected: "the https address of the live chat's API, or http on loopback",
    example: 'https://chat.contoso.com',
  },
  urlIn,
);

const expectedSecret = 'whsec_ and the base64 of at least 24 random bytes, several comma-separated';

export const webhookSecretSetting = setting(
  {
    description: '`whsec_` and the base64 of at least 24 random bytes; two, comma-separated, during rotation',
    expected: expectedSecret,
    isSecret: true,
    isOptional: true,
    whenAbsent: 'required',
  },
  (text) => {
    const secrets = partsOf(text);
    return secrets.length > 0 && secrets.every(isWebhookSecret) ? secrets : undefined;
  },
);

export const unsignedCallbacksSetting = flagSetting({
  description:
    '`true` only for `contoso-sample`, whose desk cannot sign; a sender who knows a live-chat id can then speak as its agent, and unknown ids count for `HANDOFF_RATE_PER_ADDRESS`',
});

export const missingWebhookSecret = missing('LIVECHAT_WEBHOOK_SECRET', expectedSecret);
