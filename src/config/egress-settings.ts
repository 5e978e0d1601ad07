import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ProxySettings } from '../adapters/http/client/proxies.ts';
import { setting } from '../adapters/settings/setting.ts';

const proxy = (description?: string) =>
  setting(
    {
      ...(description !== undefined && { description }),
      expected: 'http://host:port or https://host:port, with user:password@ before the host if need be',
      example: 'http://proxy.contoso.com:3128',
      isSecret: true,
      isOptional: true,
    },
    proxyIn,
  );

const hosts = (description?: string) =>
  setting(
    {
      ...(description !== undefined && { description }),
      expected: 'hosts, comma-separated',
      example: 'localhost,.contoso.com',
      isOptional: true,
    },
    (text) => text.split(/[\s,]+/).filter((entry) => entry !== ''),
  );

/** The settings that most programs know; in lower case they come first. */
export const egressSettings = z
  .object({
    HTTPS_PROXY: proxy('the [outbound proxy](operations.md#outbound-proxy) for https addresses'),
    HTTP_PROXY: proxy('the outbound proxy for http addresses'),
    NO_PROXY: hosts('what is reached without a proxy'),
    https_proxy: proxy(),
    http_proxy: proxy(),
    no_proxy: hosts(),
    NODE_EXTRA_CA_CERTS: setting(
      {
        description: 'certificates of an authority of your own',
        expected: 'a file of certificates in PEM',
        isOptional: true,
      },
      certificatesIn,
    ),
  })
  .transform((its) => {
    const http = its.http_proxy ?? its.HTTP_PROXY;
    const https = its.https_proxy ?? its.HTTPS_PROXY;
    const exclusions = its.no_proxy ?? its.NO_PROXY ?? [];
    const proxies: ProxySettings = {
      ...(http !== undefined && { http }),
      ...(https !== undefined && { https }),
      exclusions,
    };
    const isDirect = http === undefined && https === undefined;
    return isDirect ? {} : { proxies };
  });

/** Many write the host and the port alone. */
function proxyIn(text: string): string | undefined {
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.parse(whole);
  const isProxy =
    url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' && url.pathname === '/';
  return isProxy ? whole : undefined;
}

/** Those in a file of PEM; absent when it has none or cannot be read. Node itself would start without them. */
export function certificatesIn(file: string): readonly string[] | undefined {
  try {
    const pem = readFileSync(file, 'utf8');
    return pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? undefined;
  } catch {
    // The finding says what is expected of the file, whatever is wrong with it.
    return undefined;
  }
}
