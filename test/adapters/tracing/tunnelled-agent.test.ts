import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { createServer as createSecureServer, get as getSecurely } from 'node:https';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tunnelledAgents } from '../../../src/adapters/tracing/tunnelled-agent.ts';
import { privateAuthority } from '../../tls/certificates.ts';
import { type ConnectProxy, startConnectProxy } from '../../tls/connect-proxy.ts';

const authority = privateAuthority();
let directory: string;
let ca: string;
let plain: Server;
let secure: Server;
let toPlain: ConnectProxy;
let toSecure: ConnectProxy;

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handoff-collector-'));
  ca = join(directory, 'ca.pem');
  writeFileSync(ca, authority.ca);
  plain = createServer((_, response) => response.end('plain'));
  secure = createSecureServer(authority.certify('collector.test'), (_, response) => response.end('secure'));
  toPlain = await startConnectProxy({ leadsTo: await portOf(plain) });
  toSecure = await startConnectProxy({ leadsTo: await portOf(secure) });
});
afterAll(async () => {
  await Promise.all([toPlain.stop(), toSecure.stop()]);
  for (const server of [plain, secure]) await new Promise((done) => void server.close(done));
  rmSync(directory, { recursive: true });
});

const agentsWith = (files = {}) =>
  tunnelledAgents({
    proxies: {
      http: `http://127.0.0.1:${toPlain.port}`,
      https: `http://127.0.0.1:${toSecure.port}`,
      exclusions: [],
    },
    files,
  });

/** What was answered, or the code of the failure. */
const asked = (url: string, files = {}) =>
  new Promise<string>((resolve) => {
    const { protocol } = new URL(url);
    const agent = agentsWith(files)(protocol);
    const settle = (result: string) => {
      agent.destroy();
      resolve(result);
    };
    const request = (protocol === 'https:' ? getSecurely : get)(url, { agent }, (response) => {
      response.setEncoding('utf8').on('data', settle);
    });
    request.on('error', (error: Error & { readonly code?: string }) => settle(error.code ?? error.name));
  });

describe('The way to a collector', () => {
  it('leads through the proxy of its protocol', async () => {
    expect(await asked('http://collector.test:4318/v1/traces')).toBe('plain');
    expect(toPlain.asked.at(-1)).toEqual({ authority: 'collector.test:4318' });
    expect(await asked('https://collector.test/v1/traces', { ca })).toBe('secure');
    expect(toSecure.asked.at(-1)).toEqual({ authority: 'collector.test:443' });
  });

  it('trusts the certificates that OpenTelemetry is told to trust, and no others', async () => {
    const untrusted = /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;
    expect(await asked('https://collector.test/')).toMatch(untrusted);
    expect(await asked('https://collector.test/', { ca: join(directory, 'none.pem') })).toMatch(untrusted);
    expect(await asked('https://other.test/', { ca })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('ends at a proxy that makes no tunnel', async () => {
    toSecure.behave(407);
    expect(await asked('https://collector.test/', { ca })).toBe('proxy-407');
    toSecure.behave('tunnel');
  });

  it('is direct on loopback', async () => {
    const before = toPlain.asked.length;
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : 0;
    expect(await asked(`http://127.0.0.1:${port}/`)).toBe('plain');
    expect(toPlain.asked).toHaveLength(before);
  });
});
