import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A certificate that proves who an app is, with the key that belongs to it. */
export interface AppCertificate {
  readonly privateKey: KeyObject;
  /** The certificate itself, and its chain behind it, in PEM. */
  readonly chain: readonly string[];
  /** In hexadecimal digits, without colons. */
  readonly thumbprintSha256: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
  readonly isExpired: boolean;
}

type CertificateFault = 'unreadable' | 'key-does-not-belong' | 'key-is-not-rsa';

/** PEM, in the text itself or in the file that it names. Throws when there is no such file. */
export const pemIn = (text: string): string =>
  text.includes('-----BEGIN ') ? text.replaceAll('\\n', '\n') : readFileSync(text, 'utf8');

/**
 * The certificate of `key` in PEM texts or files, wherever it stands in its chain. Entra takes RSA keys alone. Never throws, since what is
 * read may be replaced at any time.
 */
export function readCertificate(certificate: string, key: string): AppCertificate | CertificateFault {
  try {
    const privateKey = createPrivateKey(pemIn(key));
    const found = certificatesIn(pemIn(certificate));
    const own = found.find((each) => each.checkPrivateKey(privateKey));
    if (found.length === 0) return 'unreadable';
    if (own === undefined) return 'key-does-not-belong';
    if (privateKey.asymmetricKeyType !== 'rsa') return 'key-is-not-rsa';
    const expiresAt = Date.parse(own.validTo);
    return {
      privateKey,
      chain: [own, ...found.filter((each) => each !== own)].map(String),
      thumbprintSha256: own.fingerprint256.replaceAll(':', ''),
      expiresAt,
      isExpired: expiresAt <= Date.now(),
    };
  } catch {
    // Whatever is wrong with a file or what is in it: callers say what they expect of both.
    return 'unreadable';
  }
}

const certificatesIn = (pem: string): readonly X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? []).map(
    (each) => new X509Certificate(each),
  );
