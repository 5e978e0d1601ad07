import { readFileSync } from 'node:fs';
import type { ProxySettings } from '../adapters/http/client/proxies.ts';
import type { SettingReader } from './setting-reader.ts';

/** Reads the proxy settings that most programs know, in lower case first; what is wrong goes to the reader's findings. */
export function readProxies(reader: SettingReader): ProxySettings | undefined {
  const http = readProxy(reader, ['http_proxy', 'HTTP_PROXY']);
  const https = readProxy(reader, ['https_proxy', 'HTTPS_PROXY']);
  if (http === undefined && https === undefined) return undefined;
  const name = reader.optional('no_proxy') === undefined ? 'NO_PROXY' : 'no_proxy';
  const exclusions = (reader.optional(name) ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return { ...(http !== undefined && { http }), ...(https !== undefined && { https }), exclusions };
}

function readProxy(reader: SettingReader, names: readonly [string, string]): string | undefined {
  const name = names.find((each) => reader.optional(each) !== undefined);
  if (name === undefined) return undefined;
  const value = reader.checked(name, {
    expected: 'http://host:port or https://host:port, with user:password@ before the host if need be',
    isGood: (given) => isProxy(withScheme(given)),
  });
  return value === '' ? undefined : withScheme(value);
}

/** Many write the host and the port alone. */
const withScheme = (value: string): string =>
  /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;

function isProxy(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.pathname === '/';
}

/** The certificates of the file that Node's own setting names. Node itself would start without them. */
export function readExtraCertificates(reader: SettingReader): readonly string[] {
  const name = 'NODE_EXTRA_CA_CERTS';
  const file = reader.optional(name);
  if (file === undefined) return [];
  const certificates = certificatesIn(file);
  if (certificates.length === 0) {
    reader.findings.push(`${name} is not usable; expected a file of certificates in PEM.`);
  }
  return certificates;
}

function certificatesIn(file: string): readonly string[] {
  try {
    const pem = readFileSync(file, 'utf8');
    return pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  } catch {
    // The finding says what is wrong with it, whatever it was.
    return [];
  }
}
