import type { Cloud } from '../clouds.ts';
import type { TrustedIssuer } from './authentication.ts';
import type { AppRegistration } from './tokens/app-connection.ts';

export interface IssuerSettings {
  readonly cloud: Cloud;
  /** Whether tokens of Microsoft's own tenant and of Bot Framework count as well. */
  readonly allowsBotFrameworkTenant: boolean;
}

/**
 * Whose tokens count: Entra's of our tenant in both versions and, if the operator wants it, those of Bot Framework. All
 * keys come from the authority of the connection when that is on loopback, as in rehearsals.
 */
export function trustedIssuers(
  { authority, tenantId }: AppRegistration,
  { cloud, allowsBotFrameworkTenant }: IssuerSettings,
): readonly TrustedIssuer[] {
  const isLoopback = authority.startsWith('http:');
  const issuers = entraIssuers(authority, tenantId, isLoopback ? [] : [cloud.issuerV1]);
  if (!allowsBotFrameworkTenant) return issuers;
  const { botFramework, botFrameworkTenantId } = cloud;
  return [
    ...issuers,
    ...entraIssuers(authority, botFrameworkTenantId, [cloud.issuerV1]),
    ...(isLoopback ? [publicNameOf(cloud, authority)] : []),
    {
      issuer: botFramework.issuer,
      keysUrl: isLoopback ? `${authority}/v1/.well-known/keys` : botFramework.keysUrl,
    },
  ];
}

/** In a rehearsal the token may be named as it is in earnest. */
const publicNameOf = (
  { authority, botFrameworkTenantId: tenantId }: Cloud,
  keysFrom: string,
): TrustedIssuer => ({
  issuer: `${authority}/${tenantId}/v2.0`,
  keysUrl: `${keysFrom}/${tenantId}/discovery/v2.0/keys`,
  tenantId,
});

/** Entra of one tenant in both versions, whose keys the connection's authority has. */
export const issuersOfTenant = (
  { authority }: AppRegistration,
  { cloud, tenantId }: { readonly cloud: Cloud; readonly tenantId: string },
): readonly TrustedIssuer[] => entraIssuers(authority, tenantId, [cloud.issuerV1]);

function entraIssuers(
  authority: string,
  tenantId: string,
  issuersV1: readonly string[],
): readonly TrustedIssuer[] {
  const keysUrl = `${authority}/${tenantId}/discovery/v2.0/keys`;
  const issuers = [`${authority}/${tenantId}/v2.0`, ...issuersV1.map((base) => `${base}/${tenantId}/`)];
  return issuers.map((issuer) => ({ issuer, keysUrl, tenantId }));
}
