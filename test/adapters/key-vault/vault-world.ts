import { randomUUID } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type PrivateAuthority, privateAuthority } from '../../tls/certificates.ts';
import { identityEndpoint, onPlatform } from '../bot-framework/identity/tokens/identity-endpoint.ts';
import type { OddServer } from '../http/client/odd-server.ts';
import { type VaultOverTls, vaultOverTls } from './vault-over-tls.ts';

/** A vault, the managed identity that may read it, and a process that trusts the vault's certificate. */
export interface VaultWorld {
  readonly vault: VaultOverTls;
  readonly endpoint: OddServer;
  readonly issuer: PrivateAuthority;
  /** What the platform, and an operator, set for it; the identity is that of the machine. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function vaultWorld(tenantId: string): Promise<VaultWorld> {
  const trusted = getCACertificates('default');
  const issuer = privateAuthority();
  const header = randomUUID();
  const [vault, endpoint] = await Promise.all([
    vaultOverTls(issuer, tenantId),
    identityEndpoint({
      system: { clientId: randomUUID(), tenantId },
      assigned: [],
      header: ['x-identity-header', header],
      path: '/msi/token',
      version: '2019-08-01',
    }),
  ]);
  setDefaultCACertificates([...trusted, issuer.ca]);
  const platform = { IDENTITY_ENDPOINT: `${endpoint.url}/msi/token`, IDENTITY_HEADER: header };
  const leave = await onPlatform(platform);
  return {
    vault,
    endpoint,
    issuer,
    environment: { ...platform, HANDOFF_KEY_VAULT_URL: vault.url },
    async stop() {
      leave();
      setDefaultCACertificates(trusted);
      await Promise.all([vault.stop(), endpoint.stop()]);
    },
  };
}
