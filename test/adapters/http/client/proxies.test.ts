import { createServer, type Server } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../../simulators/free-port.ts';
import { sendHttpRequest } from '../../../../src/adapters/http/client/http-request.ts';
import { type ProxySettings, proxyChoice } from '../../../../src/adapters/http/client/proxies.ts';
import { outboundAgent } from '../../../../src/adapters/http/client/proxy-tunnel.ts';
import { privateAuthority } from '../../../tls/certificates.ts';
import { type ConnectProxy, startConnectProxy } from '../../../tls/connect-proxy.ts';

const authority = privateAuthority();
const trusted = getCACertificates('default');
let party: Server;
let port: number;
let heard: string[] = [];
let proxy: ConnectProxy;
let asked: number;
beforeAll(async () => {
  party = createServer(authority.certify('livechat.test', 'localhost'), ({ headers, url }, response) => {
    heard.push(`${headers.host}${url} ${headers['proxy-authorization'] ?? 'without credentials'}`);
    response.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => void party.listen(0, '127.0.0.1', resolve));
  const address = party.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  proxy = await startConnectProxy({ leadsTo: port });
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await proxy.stop();
  party.closeAllConnections();
  await new Promise((resolve) => void party.close(resolve));
});
beforeEach(() => {
  setDefaultCACertificates([...trusted, authority.ca]);
  heard = [];
  asked = proxy.asked.length;
});
afterEach(() => proxy.behave('tunnel'));

const agents = new Set<{ destroy(): Promise<void> }>();
afterEach(async () => {
  for (const agent of agents) await agent.destroy();
  agents.clear();
});

/** One call over a connection of its own. */
const callBy = (proxies: ProxySettings | undefined, url = 'https://livechat.test/x?y', timeoutMs = 5_000) => {
  const dispatcher = outboundAgent(proxies);
  agents.add(dispatcher);
  return sendHttpRequest({ method: 'POST', url, headers: [], body: '{}', timeoutMs, dispatcher });
};
const through = (at = `127.0.0.1:${proxy.port}`): ProxySettings => ({
  https: `http://${at}`,
  exclusions: [],
});

describe('A call of a host behind a proxy', () => {
  it('goes through a tunnel, and the proxy hears the host alone', async () => {
    expect(await callBy(through())).toMatchObject({ outcome: 'answered', status: 200, body: { ok: true } });
    expect(proxy.asked.slice(asked)).toEqual([{ authority: 'livechat.test:443' }]);
    expect(heard).toEqual(['livechat.test/x?y without credentials']);
  });

  it('shares its connection with the next one', async () => {
    const dispatcher = outboundAgent(through());
    agents.add(dispatcher);
    const request = {
      method: 'GET',
      url: 'https://livechat.test/',
      headers: [],
      timeoutMs: 5_000,
      dispatcher,
    } as const;
    for (let time = 0; time < 3; time++) {
      expect(await sendHttpRequest(request)).toMatchObject({ status: 200 });
      await new Promise(setImmediate);
    }
    expect(proxy.asked.slice(asked)).toHaveLength(1);
  });

  it.each([
    ['user:secret', 'user:secret'],
    ['user:p%40ss%3Aw%2Frd%20%C3%A9', 'user:p@ss:w/rd é'],
    ['user:100%', 'user:100%'],
    ['only-a-name', 'only-a-name:'],
  ])('shows the proxy the credentials %s, and the party none', async (credentials, meant) => {
    await callBy(through(`${credentials}@127.0.0.1:${proxy.port}`));
    expect(proxy.asked.at(-1)?.authorization).toBe(`Basic ${Buffer.from(meant).toString('base64')}`);
    expect(heard).toEqual(['livechat.test/x?y without credentials']);
  });

  it('may go through a proxy that speaks TLS', async () => {
    const secure = await startConnectProxy({ leadsTo: port, certified: authority.certify('localhost') });
    const proxies = { https: `https://localhost:${secure.port}`, exclusions: [] };
    expect(await callBy(proxies)).toMatchObject({ status: 200 });
    expect(secure.asked).toHaveLength(1);
    await secure.stop();
  });

  it.each([407, 403, 502, 503, 504])(
    'was not sent when the proxy answers %d, and the cause says so',
    async (status) => {
      proxy.behave(status);
      expect(await callBy(through())).toEqual({ outcome: 'not-sent', cause: `proxy-${status}` });
      expect(heard).toEqual([]);
    },
  );

  it.each([
    ['close', 'proxy-ECONNRESET'],
    ['nonsense', 'proxy-HPE_INVALID_CONSTANT'],
  ] as const)('was not sent when the proxy answers with %s', async (behaviour, cause) => {
    proxy.behave(behaviour);
    expect(await callBy(through())).toEqual({ outcome: 'not-sent', cause });
  });

  it('was not sent when the proxy is silent', async () => {
    proxy.behave('silence');
    expect(await callBy(through(), undefined, 300)).toEqual({ outcome: 'not-sent', cause: 'timeout' });
  });

  it('was not sent when the proxy cannot be reached', async () => {
    const cause = 'proxy-ECONNREFUSED';
    expect(await callBy(through(`127.0.0.1:${await freePort()}`))).toEqual({ outcome: 'not-sent', cause });
  });

  it('was not sent when the peer behind it has a certificate for another name, or of an untrusted authority', async () => {
    const foreign = { outcome: 'not-sent', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' };
    expect(await callBy(through(), 'https://other.test/')).toEqual(foreign);
    setDefaultCACertificates(trusted);
    const cause = expect.stringMatching(/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/);
    const untrusted = { outcome: 'not-sent', cause };
    expect(await callBy(through(), 'https://livechat.test/')).toEqual(untrusted);
    expect(await callBy(undefined, `https://localhost:${port}/`)).toEqual(untrusted);
    expect(heard).toEqual([]);
  });

  it('goes directly when the host is excluded, is on loopback, or there is no proxy', async () => {
    const url = `https://localhost:${port}/`;
    expect(await callBy(through(), url)).toMatchObject({ status: 200 });
    expect(await callBy(undefined, url)).toMatchObject({ status: 200 });
    expect(await callBy({ ...through(), exclusions: ['.test'] })).toMatchObject({ outcome: 'not-sent' });
    expect(proxy.asked).toHaveLength(asked);
  });
});

describe('Which proxy', () => {
  const choice = (exclusions: readonly string[]) =>
    proxyChoice({ http: 'http://plain.test:3128', https: 'https://secure.test', exclusions });
  const isDirect = (exclusions: readonly string[], host: string, port = 443) =>
    choice(exclusions)({ protocol: 'https:', hostname: host, port }) === undefined;

  it('depends on the protocol, and has a port of its own', () => {
    const proxyFor = choice([]);
    const destination = { hostname: 'livechat.test', port: 443 };
    expect(proxyFor({ ...destination, protocol: 'http:' })).toEqual({
      isSecure: false,
      host: 'plain.test',
      port: 3128,
    });
    expect(proxyFor({ ...destination, protocol: 'https:' })).toEqual({
      isSecure: true,
      host: 'secure.test',
      port: 443,
    });
    const one = proxyChoice({ https: 'http://plain.test', exclusions: [] });
    expect(one({ ...destination, protocol: 'http:' })).toBeUndefined();
    expect(one({ ...destination, protocol: 'https:' })).toMatchObject({ port: 80 });
  });

  it.each([
    ...['localhost', 'a.localhost', '127.0.0.1', '127.8.8.8', '[::1]', '::1', 'LOCALHOST.'],
    '169.254.169.254',
  ])('is none for this machine and its link: %s', (host) => expect(isDirect([], host)).toBe(true));

  it.each([
    ['*', 'livechat.test'],
    ['livechat.test', 'livechat.test'],
    ['LiveChat.TEST', 'livechat.test'],
    ['livechat.test', 'api.livechat.test'],
    ['.livechat.test', 'api.livechat.test'],
    ['*.livechat.test', 'api.livechat.test'],
    ['livechat.test.', 'livechat.test'],
    ['livechat.test:443', 'livechat.test'],
    ['10.0.0.1', '10.0.0.1'],
    ['10.0.0.0/8', '10.9.8.7'],
    ['fd00::/8', '[fd12::1]'],
    ['[fd12::1]:443', '[fd12::1]'],
  ])('is none for what NO_PROXY lists: %s has %s', (entry, host) => {
    expect(isDirect([entry], host)).toBe(true);
    expect(isDirect(['x.test', entry], host)).toBe(true);
  });

  it.each([
    ['livechat.test', 'notlivechat.test'],
    ['livechat.test', 'livechat.test.evil.example'],
    ['livechat.test:8443', 'livechat.test'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/8', '10.0.0.1.evil.example'],
    ['.', 'livechat.test'],
    [':443', 'livechat.test'],
  ])('is one for what it does not list: %s has not %s', (entry, host) => {
    expect(isDirect([entry], host)).toBe(false);
  });
});
