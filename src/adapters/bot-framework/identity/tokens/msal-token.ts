import { readFileSync } from 'node:fs';
import {
  AuthError,
  ConfidentialClientApplication,
  LogLevel,
  ManagedIdentityApplication,
  type NodeAuthOptions,
  ServerError,
} from '@azure/msal-node';
import type { Dispatcher } from 'undici';
import type { AppConnection, AppCredential, CertificateCredential } from './app-connection.ts';
import { readCertificate } from './certificate.ts';
import { msalNetwork } from './msal-network.ts';
import { NoToken, reasonOfRefusal } from './no-token.ts';

/** What MSAL proves better than a request of our own would: all but a client secret. */
export type MsalCredential = Exclude<AppCredential, { readonly kind: 'secret' }>;

/** A token of an app for a scope, by one request to Entra or to the endpoint of managed identities. Rejects with {@link NoToken}. */
export function msalToken(
  { credential, ...app }: AppConnection & { readonly credential: MsalCredential },
  scope: string,
  dispatcher?: Dispatcher,
): Promise<string> {
  if (credential.kind !== 'managed-identity') return entraToken({ credential, ...app }, scope, dispatcher);
  const identity = credential.isSystemAssigned ? undefined : app.clientId;
  return identityToken(identity, scope.replace(/\/\.default$/, ''));
}

/** MSAL's own log would repeat what ours says, in sentences that quote. */
const loggerOptions = { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} };

/** Of the machine where `identity` is absent. MSAL finds the endpoint by the platform's variables; the first use decides for the process. */
async function identityToken(identity: string | undefined, resource: string): Promise<string> {
  const application = new ManagedIdentityApplication({
    ...(identity !== undefined && { managedIdentityIdParams: { userAssignedClientId: identity } }),
    // Deliveries are repeated anyway, and MSAL's own repeats would take longer than a lease.
    system: { networkClient: msalNetwork(), loggerOptions, disableInternalRetries: true },
  });
  // MSAL would give an old token once more; ours are remembered elsewhere.
  return given(application.acquireToken({ resource, forceRefresh: true }), 'managed-identity-');
}

async function entraToken(
  { authority, tenantId, clientId, credential }: AppConnection & { readonly credential: EntraCredential },
  scope: string,
  dispatcher?: Dispatcher,
): Promise<string> {
  const base = `${authority}/${tenantId}`;
  const application = new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: base,
      ...proofBy(credential),
      // All that MSAL would ask Entra, and Microsoft's public cloud about an authority that it does not know.
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify({
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      }),
    },
    system: { networkClient: msalNetwork(dispatcher), loggerOptions },
  });
  return given(application.acquireTokenByClientCredential({ scopes: [scope], skipCache: true }));
}

type EntraCredential = Exclude<MsalCredential, { readonly kind: 'managed-identity' }>;

function proofBy(
  credential: EntraCredential,
): Pick<NodeAuthOptions, 'clientCertificate' | 'clientAssertion'> {
  switch (credential.kind) {
    case 'certificate':
      return { clientCertificate: clientCertificate(credential) };
    case 'federated': {
      const { identityClientId, audience } = credential;
      return { clientAssertion: () => identityToken(identityClientId, audience) };
    }
    case 'workload':
      return { clientAssertion: tokenIn(credential.tokenFile) };
  }
}

function clientCertificate({ certificate, key, sendsChain }: CertificateCredential) {
  const read = readCertificate(certificate, key);
  if (typeof read === 'string') throw new NoToken(`certificate-${read}`);
  const { privateKey, chain, thumbprintSha256 } = read;
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprintSha256,
    ...(sendsChain && { x5c: chain.join('\n') }),
  };
}

/** The platform replaces the file about once an hour. */
function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new NoToken('token-file-unreadable', error);
  }
}

async function given(
  request: Promise<{ readonly accessToken: string } | null>,
  whose: 'managed-identity-' | '' = '',
): Promise<string> {
  const token = await request.catch((error: unknown) => {
    if (error instanceof NoToken) throw error;
    throw new NoToken(`${whose}${reasonOf(error)}`, error);
  });
  if (!token?.accessToken) throw new NoToken(`${whose}answer-without-token`);
  return token.accessToken;
}

/** Codes alone: the sentences may quote what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof ServerError) {
    return reasonOfRefusal(error.errorNo, error.errorCode) ?? `status-${error.status ?? 'unknown'}`;
  }
  const code = error instanceof AuthError ? error.errorCode : '';
  return /^[\w-]{1,64}$/.test(code) ? code : 'failed';
}
