import { existsSync } from 'node:fs';
import type { AppCredential } from '../../adapters/bot-framework/identity/tokens/app-connection.ts';
import { pemIn } from '../../adapters/bot-framework/identity/tokens/certificate.ts';
import { choiceSetting } from '../../adapters/settings/choices.ts';
import { guidIn, unwrapped } from '../../adapters/settings/guid.ts';
import { isSecret } from '../../adapters/settings/secrets.ts';
import { setting } from '../../adapters/settings/setting.ts';

const authTypes = [
  'ClientSecret',
  'Certificate',
  'CertificateSubjectName',
  'FederatedCredentials',
  'WorkloadIdentity',
  'UserManagedIdentity',
  'SystemManagedIdentity',
] as const;
export type AuthType = (typeof authTypes)[number];

/** Settings by names that are made. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** The names of a connection's settings that say how an app proves itself, as the Agents SDK has them. */
export const credentialNames = (named: (name: string) => string) => ({
  authType: named('AuthType'),
  /** Microsoft's sample calls it `Secret`, and the Agents SDK `ClientSecret`. */
  secret: named('ClientSecret'),
  sample: named('Secret'),
  certificate: named('CertPemFile'),
  key: named('CertKeyFile'),
  sendsChain: named('SendX5C'),
  identity: named('FederatedClientId'),
  tokenFile: named('FederatedTokenFile'),
  /** The Agents SDK's older name of the same. */
  assertionFile: named('WIDAssertionFile'),
});
export type CredentialNames = ReturnType<typeof credentialNames>;

export const expectedOfCredential = (owner: string) => ({
  secret: `the value of a client secret of ${owner}, at least 16 characters, not an example, and not the secret's id`,
  certificate: 'a file of a certificate and its chain in PEM, or that PEM itself',
  key: "a file of the certificate's private RSA key in PEM, or that PEM itself",
  identity: `the client id of the user-assigned managed identity that vouches for ${owner}, a GUID`,
  tokenFile: 'the file in which the platform keeps a token, as AKS does',
});

export interface CredentialOwner {
  readonly owner: string;
  /** The values of other settings with which it is needed. Default: always. */
  readonly neededWith?: string | undefined;
  /** What docs/settings.md says in place of a default of `AuthType`. */
  readonly authTypeWhenAbsent?: string;
}

/** All optional by themselves: which of them is needed is for `AuthType` to say. */
export function credentialSettings(
  names: CredentialNames,
  { owner, neededWith, authTypeWhenAbsent }: CredentialOwner,
) {
  const expected = expectedOfCredential(owner);
  const secret = {
    expected: [expected.secret, ...(neededWith === undefined ? [] : [`needed with ${neededWith}`])].join(
      '; ',
    ),
    isSecret: true,
    isOptional: true,
  } as const;
  return {
    [names.authType]: setting(
      {
        description: `how ${owner} [proves itself](operations.md#without-client-secrets): \`${authTypes.join('`, `')}\``,
        expected: `one of ${authTypes.join(', ')}`,
        isOptional: true,
        whenAbsent: authTypeWhenAbsent ?? 'by what is set of the next ones; else `ClientSecret`',
      },
      authTypeIn,
    ),
    [names.secret]: setting(
      {
        ...secret,
        description: `the *value* of a client secret of ${owner}`,
        whenAbsent: 'required with `ClientSecret`',
      },
      clientSecretIn,
    ),
    [names.sample]: setting(secret, clientSecretIn),
    ...certificateSettings(names, expected),
    ...vouchedSettings(names, expected),
  };
}

type Expected = ReturnType<typeof expectedOfCredential>;

const certificateSettings = (names: CredentialNames, expected: Expected) => ({
  [names.certificate]: setting(
    {
      description: 'a file of the certificate in PEM, with its chain; or that PEM itself',
      expected: expected.certificate,
      isOptional: true,
      isInVault: true,
      whenAbsent: 'required with `Certificate` and `CertificateSubjectName`',
    },
    readable,
  ),
  [names.key]: setting(
    {
      description: "a file of the certificate's private key in PEM; or that PEM itself",
      expected: expected.key,
      isOptional: true,
      isInVault: true,
      whenAbsent: 'in the same file',
    },
    readable,
  ),
  [names.sendsChain]: choiceSetting(
    {
      description: 'whether the chain goes with each request, which trust by subject name and issuer needs',
    },
    ['true', 'false'],
  ),
});

/** Of an app that something else vouches for: a managed identity, or the platform. */
function vouchedSettings(names: CredentialNames, expected: Expected) {
  const file = { expected: expected.tokenFile, isOptional: true } as const;
  return {
    [names.identity]: setting(
      {
        description: 'the client id of the user-assigned managed identity that vouches for this app',
        expected: expected.identity,
        isOptional: true,
        whenAbsent: 'required with `FederatedCredentials`',
      },
      guidIn,
    ),
    [names.tokenFile]: setting(
      {
        ...file,
        description: 'the file of the token with which the platform vouches for this app',
        whenAbsent: 'with `WorkloadIdentity`: `AZURE_FEDERATED_TOKEN_FILE`, which AKS sets',
      },
      existing,
    ),
    [names.assertionFile]: setting(file, existing),
  };
}

const authTypeIn = (text: string): AuthType | undefined => {
  const plain = unwrapped(text).replace(/[_-]/g, '').toLowerCase();
  return authTypes.find((each) => each.toLowerCase() === plain);
};

/** Entra's are printable and have no blanks; a GUID is what the portal shows as the secret's id. */
function clientSecretIn(text: string): string | undefined {
  const value = unwrapped(text);
  const isClientSecret = isSecret(value) && /^[\x21-\x7e]+$/.test(value) && guidIn(value) === undefined;
  return isClientSecret ? value : undefined;
}

function readable(text: string): string | undefined {
  try {
    return pemIn(text).includes('-----BEGIN ') ? text : undefined;
  } catch {
    // The finding says what is expected of the file, whatever is wrong with it.
    return undefined;
  }
}

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);

/** What is set decides, in the order of the Agents SDK, where `AuthType` does not say it. */
export function authTypeOf(
  its: Texts,
  names: CredentialNames,
  otherwise: CredentialContext['otherwise'] = () => 'ClientSecret',
): AuthType {
  const named = authTypes.find((each) => each === its[names.authType]);
  if (named !== undefined) return named;
  if (its[names.tokenFile] !== undefined || its[names.assertionFile] !== undefined) return 'WorkloadIdentity';
  if (its[names.identity] !== undefined) return 'FederatedCredentials';
  if (its[names.secret] !== undefined || its[names.sample] !== undefined) return 'ClientSecret';
  return its[names.certificate] === undefined ? otherwise(its) : 'Certificate';
}

export interface CredentialContext {
  /** Which a connection has that says nothing of it. Default: `ClientSecret`. */
  readonly otherwise?: (its: Texts) => AuthType;
  /** Of the token of a managed identity that vouches for an app. */
  readonly tokenExchangeAudience: string;
  /** Where the platform says that its token is. */
  readonly tokenFile: string | undefined;
}

/** For settings that passed the checks. */
export function credentialIn(its: Texts, names: CredentialNames, context: CredentialContext): AppCredential {
  const authType = authTypeOf(its, names, context.otherwise);
  const certificate = its[names.certificate] ?? '';
  switch (authType) {
    case 'ClientSecret':
      return { kind: 'secret', secret: its[names.secret] ?? its[names.sample] ?? '' };
    case 'Certificate':
    case 'CertificateSubjectName': {
      const sendsChain = authType === 'CertificateSubjectName' || its[names.sendsChain] === 'true';
      return { kind: 'certificate', certificate, key: its[names.key] ?? certificate, sendsChain };
    }
    case 'FederatedCredentials':
      return {
        kind: 'federated',
        identityClientId: its[names.identity] ?? '',
        audience: context.tokenExchangeAudience,
      };
    case 'WorkloadIdentity':
      return { kind: 'workload', tokenFile: tokenFileOf(its, names, context) ?? '' };
    case 'UserManagedIdentity':
    case 'SystemManagedIdentity':
      return { kind: 'managed-identity', isSystemAssigned: authType === 'SystemManagedIdentity' };
  }
}

export const tokenFileOf = (
  its: Texts,
  names: CredentialNames,
  { tokenFile }: CredentialContext,
): string | undefined => its[names.tokenFile] ?? its[names.assertionFile] ?? tokenFile;
