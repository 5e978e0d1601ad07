import { z } from 'zod';
import { numberSetting } from '../../adapters/settings/numbers.ts';
import { setting } from '../../adapters/settings/setting.ts';
import { partsOf } from '../../adapters/settings/texts.ts';
import { urlIn } from '../../adapters/settings/urls.ts';

/** Where secrets are kept, and which of them. Read where `HANDOFF_KEY_VAULT_URL` or `HANDOFF_KEY_VAULT_SECRETS` is set. */
export const vaultSettings = z
  .object({
    HANDOFF_KEY_VAULT_URL: setting(
      {
        description: 'the Azure Key Vault in which [secrets are kept](operations.md#secrets-in-key-vault)',
        expected: 'the https address of a vault, such as https://contoso.vault.azure.net',
        example: 'https://contoso.vault.azure.net',
        whenAbsent: 'secrets are settings',
      },
      (text) => {
        const url = urlIn(text);
        return url?.startsWith('https:') ? url : undefined;
      },
    ),
    HANDOFF_KEY_VAULT_SECRETS: setting(
      {
        description:
          'which settings come from the vault, as `SETTING=name-of-the-secret`, comma-separated: any that is a secret, `…CertPemFile` and `…CertKeyFile`',
        expected: 'SETTING=name-of-the-secret, comma-separated; names have letters, digits and hyphens',
        example: 'LIVECHAT_API_KEY=livechat-api-key,HANDOFF_ADMIN_TOKEN=admin-token',
        whenAbsent: 'required with a vault',
      },
      namesIn,
    ),
    HANDOFF_KEY_VAULT_REFRESH_SECONDS: numberSetting({
      description:
        'how often the vault is read again; what was replaced counts from then on, without a restart',
      min: 1,
      max: 86_400,
      byDefault: 300,
    }),
  })
  .transform((its) => ({
    url: its.HANDOFF_KEY_VAULT_URL,
    /** The secret of each setting. */
    names: its.HANDOFF_KEY_VAULT_SECRETS,
    refreshMs: its.HANDOFF_KEY_VAULT_REFRESH_SECONDS * 1000,
  }));

/** A version would never be replaced, so there is none in a name. */
function namesIn(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = partsOf(text).map((each) => /^([\w:]+)\s*=\s*([0-9A-Za-z-]{1,127})$/.exec(each));
  const names = new Map(pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1], pair[2]] as const] : [])));
  return names.size > 0 && names.size === pairs.length ? names : undefined;
}
