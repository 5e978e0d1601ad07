import { readUrl } from './read-url.ts';
import { isLoopbackUrl, isSecret, isWebhookSecret } from './setting-checks.ts';
import type { SettingReader } from './setting-reader.ts';

export type LiveChatAccess =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'oauth'; readonly scope: string };

export interface LiveChatConfig {
  readonly kind: 'reference' | 'contoso-sample';
  readonly baseUrl: string;
  readonly access: LiveChatAccess;
  readonly webhookSecrets: readonly string[];
  readonly allowUnsignedCallbacks: boolean;
}

/** Reads and checks the settings of the live chat; what is wrong goes to the reader's findings. */
export function readLiveChat(reader: SettingReader): LiveChatConfig {
  const kind = reader.oneOf('LIVECHAT_KIND', ['reference', 'contoso-sample']);
  const baseUrl = readUrl(
    reader,
    'LIVECHAT_BASE_URL',
    "the https address of the live chat's API, or http on loopback",
  );
  const isUnsigned = reader.oneOf('LIVECHAT_ALLOW_UNSIGNED_CALLBACKS', ['false', 'true']) === 'true';
  if (isUnsigned && kind !== 'contoso-sample') {
    reader.findings.push(
      'LIVECHAT_ALLOW_UNSIGNED_CALLBACKS is not usable; expected true for the kind contoso-sample only.',
    );
  }
  const needsAccess = kind !== 'contoso-sample' && !isLoopbackUrl(baseUrl);
  return {
    kind,
    baseUrl,
    access: readAccess(reader, needsAccess),
    webhookSecrets: readWebhookSecrets(reader, !isUnsigned),
    allowUnsignedCallbacks: isUnsigned,
  };
}

function readAccess(reader: SettingReader, isNeeded: boolean): LiveChatAccess {
  const key = reader.optional('LIVECHAT_API_KEY');
  const scope = reader.optional('LIVECHAT_OAUTH_SCOPE');
  if (key !== undefined && scope !== undefined) {
    reader.findings.push('LIVECHAT_API_KEY and LIVECHAT_OAUTH_SCOPE are both set; expected one of them.');
  }
  if (key !== undefined) {
    if (!isSecret(key))
      reader.findings.push(
        'LIVECHAT_API_KEY is not usable; expected at least 16 characters and not an example.',
      );
    return { kind: 'api-key', key };
  }
  if (scope !== undefined) {
    if (!isScope(scope))
      reader.findings.push(
        "LIVECHAT_OAUTH_SCOPE is not usable; expected the live chat's App ID URI and /.default, such as api://live-chat/.default.",
      );
    return { kind: 'oauth', scope };
  }
  if (isNeeded) {
    reader.findings.push(
      'LIVECHAT_API_KEY or LIVECHAT_OAUTH_SCOPE is missing; expected one for a live chat that is not on loopback.',
    );
  }
  return { kind: 'none' };
}

/** Entra gives tokens by client credentials for nothing else. */
const isScope = (value: string): boolean => /^[\x21-\x7e]+[^/\s]\/\.default$/.test(value);

function readWebhookSecrets(reader: SettingReader, isNeeded: boolean): readonly string[] {
  const name = 'LIVECHAT_WEBHOOK_SECRET';
  const secrets = reader.list(name, []);
  const isGood = secrets.every(isWebhookSecret) && (secrets.length > 0 || !isNeeded);
  if (!isGood) {
    const state = secrets.length === 0 ? 'missing' : 'not usable';
    reader.findings.push(
      `${name} is ${state}; expected whsec_ and the base64 of at least 24 random bytes, several comma-separated.`,
    );
  }
  return secrets;
}
