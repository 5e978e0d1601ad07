import type { z } from 'zod';
import { readCertificate } from '../../adapters/bot-framework/identity/tokens/certificate.ts';
import { missing, notUsable, together } from '../../adapters/settings/findings.ts';
import {
  type AuthType,
  authTypeOf,
  type CredentialContext,
  type CredentialNames,
  type CredentialOwner,
  expectedOfCredential,
  type Texts,
  tokenFileOf,
} from './credential-settings.ts';

interface Checked extends CredentialOwner, CredentialContext {
  readonly names: CredentialNames;
  /** The name of the setting that says who issues tokens. */
  readonly authority: string;
}

/** What `AuthType` needs is there, and belongs together. */
export function credentialChecks(checked: Checked): readonly z.core.$ZodCheck<Texts>[] {
  const { names, owner, neededWith, authority } = checked;
  const isOf = (its: Texts, ...authTypes: readonly AuthType[]) =>
    authTypes.includes(authTypeOf(its, names, checked.otherwise));
  const expected = expectedOfCredential(owner);
  const needed = (name: string, what: string) =>
    missing(name, neededWith === undefined ? what : `${what}; needed with ${neededWith}`);
  const { authType, secret, sample, certificate, key, identity, tokenFile, assertionFile } = names;
  return [
    together<Texts, string>([authType, secret, sample], (its) =>
      isOf(its, 'ClientSecret') && its[secret] === undefined && its[sample] === undefined
        ? [needed(secret, expected.secret)]
        : [],
    ),
    together<Texts, string>([secret, sample], (its) => {
      const isTwo = its[secret] !== undefined && its[sample] !== undefined && its[secret] !== its[sample];
      return isTwo ? [`${sample} differs from ${secret}; expected one of them.`] : [];
    }),
    together<Texts, string>([authType, certificate, key], (its) =>
      isOf(its, 'Certificate', 'CertificateSubjectName') ? certificateFindings(its, names, expected) : [],
    ),
    together<Texts, string>([authType, identity], (its) =>
      isOf(its, 'FederatedCredentials') && its[identity] === undefined
        ? [needed(identity, expected.identity)]
        : [],
    ),
    together<Texts, string>([authType, tokenFile, assertionFile], (its) =>
      isOf(its, 'WorkloadIdentity') && tokenFileOf(its, names, checked) === undefined
        ? [needed(tokenFile, expected.tokenFile)]
        : [],
    ),
    together<Texts, string>([authType, authority], (its) => {
      const isPlain = its[authority]?.startsWith('http:') === true;
      const isSecured = isOf(
        its,
        'Certificate',
        'CertificateSubjectName',
        'FederatedCredentials',
        'WorkloadIdentity',
      );
      return isPlain && isSecured
        ? [notUsable(authority, 'an https authority, which this AuthType needs')]
        : [];
    }),
  ];
}

function certificateFindings(
  its: Texts,
  { certificate, key }: CredentialNames,
  expected: ReturnType<typeof expectedOfCredential>,
): readonly string[] {
  const given = its[certificate];
  if (given === undefined) return [missing(certificate, expected.certificate)];
  const read = readCertificate(given, its[key] ?? given);
  if (typeof read !== 'string') {
    const endedOn = new Date(read.expiresAt).toISOString().slice(0, 10);
    return read.isExpired
      ? [`${certificate} expired on ${endedOn}; expected a certificate that is valid now.`]
      : [];
  }
  if (its[key] === undefined)
    return [missing(key, `${expected.key}, since ${certificate} has none that fits`)];
  const isOfKey = read !== 'unreadable';
  return [notUsable(isOfKey ? key : certificate, isOfKey ? expected.key : expected.certificate)];
}
