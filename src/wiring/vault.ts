import { appTokens } from '../adapters/bot-framework/identity/tokens/tokens.ts';
import { proxyChoice } from '../adapters/http/client/proxies.ts';
import { type KeyVault, keyVault } from '../adapters/key-vault/key-vault.ts';
import type { VaultConfig } from '../config/vault/vault-in.ts';

/** The vault as the settings name it, read in the name that they say. */
export function openVault({ url, app, proxies }: VaultConfig): KeyVault {
  const { protocol, hostname, port } = new URL(url);
  const proxy = proxies && proxyChoice(proxies)({ protocol, hostname, port: Number(port || 443) });
  return keyVault({ url, getToken: appTokens(app), proxy });
}
