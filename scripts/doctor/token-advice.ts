/** What Microsoft documents of the codes that a wrong setting leads to. */
const ofEntra: Readonly<Record<string, string>> = {
  AADSTS7000215:
    'ClientSecret is not the value of a secret of this app. Copy the value, not the secret’s id.',
  AADSTS7000222: 'ClientSecret has expired. Make a new one.',
  AADSTS700016: 'ClientId is no app of the tenant of TenantId.',
  AADSTS90002: 'TenantId is no tenant of this authority.',
  AADSTS500011:
    'HANDOFF_BOT_FRAMEWORK_SCOPE or HANDOFF_CLOUD names something that this tenant does not know.',
  invalid_client: 'ClientId and ClientSecret do not belong together.',
  AADSTS700027:
    'the certificate of CertPemFile is not registered with this app. Upload it, or let SendX5C be true where its subject name and issuer are trusted.',
  AADSTS700024: 'the assertion is too old or too new: let this machine’s clock be set by NTP.',
  AADSTS700211:
    'the app trusts no such issuer: look at its federated credential, and at FederatedTokenFile or WIDAssertionFile.',
  AADSTS700212: 'the app trusts no such audience: look at its federated credential, and at HANDOFF_CLOUD.',
  AADSTS700213:
    'the app has no federated credential for this identity: look at its subject, and at FederatedClientId, FederatedTokenFile or WIDAssertionFile.',
  'token-of-another-tenant': 'TenantId is not the tenant in which the token was issued.',
  'token-file-unreadable': 'FederatedTokenFile, or WIDAssertionFile, cannot be read.',
};

/** What of a kind says the same. The first that fits. */
const ofKinds: readonly (readonly [RegExp, string])[] = [
  [/^certificate-/, 'CertPemFile and CertKeyFile cannot be read, or do not belong together.'],
  [
    /^managed-identity-(invalid_request|identity_not_found|status-40[04])$/,
    'this machine has no such managed identity: assign it, or correct ClientId or FederatedClientId.',
  ],
  [
    /^managed-identity-/,
    'the endpoint of managed identities does not answer: AuthType is for a machine in Azure that has one.',
  ],
];

const byDefault =
  'see whether AuthorityEndpoint is reached from here, and look the code up at https://login.microsoftonline.com/error.';

/** What to do about a reason for which a connection gets no token. */
export function tokenAdvice(reason: string, connection: string): string {
  const known = ofEntra[reason] ?? ofKinds.find(([pattern]) => pattern.test(reason))?.[1];
  return `Connections__${connection}__Settings__…: ${known ?? byDefault}`;
}
