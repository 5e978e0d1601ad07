import type { TrustedIssuer } from './authentication.ts';
import type { AppConnection } from './tokens.ts';

/** Whose tokens count: Entra's of our tenant in both versions, and Bot Framework's. A loopback issuer is the only one. */
export function trustedIssuers({ authority, tenantId }: AppConnection): readonly TrustedIssuer[] {
  const keysUrl = `${authority}/${tenantId}/discovery/v2.0/keys`;
  const entra = { issuer: `${authority}/${tenantId}/v2.0`, keysUrl, tenantId };
  if (authority.startsWith('http:')) return [entra];
  return [
    entra,
    { issuer: `https://sts.windows.net/${tenantId}/`, keysUrl, tenantId },
    { issuer: 'https://api.botframework.com', keysUrl: 'https://login.botframework.com/v1/.well-known/keys' },
  ];
}
