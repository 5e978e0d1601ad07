import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certified {
  /** Of the server, in PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface PrivateAuthority {
  /** Its certificate in PEM: what trusts it names this. */
  readonly ca: string;
  /** A certificate for a server of these names. */
  certify(...hosts: readonly string[]): Certified;
  /** One that was valid until yesterday. */
  certifyPast(...hosts: readonly string[]): Certified;
  /** One with an RSA key, by which an app proves who it is. */
  certifyApp(name: string, validForMs?: number): Certified;
}

/** A certificate authority of a test's own. Nothing trusts it unless told to. */
export function privateAuthority(): PrivateAuthority {
  const own = newKeys();
  const name = nameOf('Handoff Bridge test authority');
  const isAuthority = extension([0x55, 0x1d, 0x13], tagged(0x30, [0x01, 0x01, 0xff]), true);
  const now = Date.now();
  const valid = { from: now - day, until: now + day };
  const ca = certificate(
    { subject: name, issuer: name, publicKey: own.publicKey, extensions: isAuthority, valid },
    own,
  );
  const certified = (hosts: readonly string[], valid: Content['valid'], keys = newKeys()): Certified => {
    const names = hosts.map((host) => tagged(0x82, Buffer.from(host)));
    const extensions = extension([0x55, 0x1d, 0x11], tagged(0x30, ...names));
    const subject = nameOf(hosts[0] ?? '');
    const cert = certificate({ subject, issuer: name, publicKey: keys.publicKey, extensions, valid }, own);
    return { cert, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  return {
    ca,
    certify: (...hosts) => certified(hosts, valid),
    certifyPast: (...hosts) => certified(hosts, { from: now - 2 * day, until: now - day }),
    certifyApp: (name, validForMs = day) =>
      certified([name], { from: now - 2 * day, until: now + validForMs }, newRsaKeys()),
  };
}

interface Keys {
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

function newKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey, privateKey: createPrivateKey(privateKey) };
}

function newRsaKeys(): Keys {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey, privateKey: createPrivateKey(privateKey) };
}

interface Content {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: Buffer;
  readonly extensions: Buffer;
  /** Milliseconds since 1970. */
  readonly valid: { readonly from: number; readonly until: number };
}

const day = 86_400_000;
const ecdsaWithSha256 = tagged(0x30, [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);

/** X.509 version 3 in DER, as RFC 5280 lays it out, signed by `issuer`. */
function certificate({ subject, issuer, publicKey, extensions, valid }: Content, by: Keys): string {
  const validity = tagged(0x30, timeOf(valid.from), timeOf(valid.until));
  const version = tagged(0xa0, [0x02, 0x01, 0x02]);
  const serial = tagged(0x02, [0x01], randomBytes(8));
  const content = tagged(
    0x30,
    version,
    serial,
    ecdsaWithSha256,
    issuer,
    validity,
    subject,
    publicKey,
    tagged(0xa3, tagged(0x30, extensions)),
  );
  const signature = tagged(0x03, [0x00], sign('sha256', content, by.privateKey));
  const base64 = tagged(0x30, content, ecdsaWithSha256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const nameOf = (text: string): Buffer =>
  tagged(0x30, tagged(0x31, tagged(0x30, [0x06, 0x03, 0x55, 0x04, 0x03], tagged(0x0c, Buffer.from(text)))));

const timeOf = (at: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const extension = (oid: readonly number[], value: Buffer, isCritical = false): Buffer =>
  tagged(0x30, tagged(0x06, oid), isCritical ? tagged(0x01, [0xff]) : [], tagged(0x04, value));

/** A value of DER: its tag, its length, and what it holds. */
function tagged(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
