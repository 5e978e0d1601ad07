import { createServer } from 'node:https';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appTokens } from '../../../../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { privateAuthority } from '../../../../tls/certificates.ts';
import { json, type OddServer, oddServer, reset, text } from '../../../http/client/odd-server.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const tokensOfApp = () =>
  appTokens({
    tenantId: 'tenant',
    clientId: 'app',
    credential: { kind: 'secret', secret: 'a&b=c d' },
    authority: server.url,
  });
const tokenFor = (seconds: number) => {
  const claims = Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + seconds }));
  return `x.${claims.toString('base64url')}.y`;
};
const asked = async (task: () => Promise<unknown>) => {
  const before = server.heard.length;
  await task();
  return server.heard.slice(before);
};

describe('Tokens of an app', () => {
  it('are asked for by client credentials, once for however many wait', async () => {
    const getToken = tokensOfApp();
    server.next(json(200, { access_token: tokenFor(3600) }));
    const [first, ...more] = await asked(async () => {
      await Promise.all(Array.from({ length: 20 }, () => getToken('a/.default')));
      await getToken('a/.default');
    });
    expect(more).toEqual([]);
    expect(first?.url).toBe('/tenant/oauth2/v2.0/token');
    expect(Object.fromEntries(new URLSearchParams(first?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: 'a&b=c d',
      scope: 'a/.default',
    });
  });

  it('are one for each scope', async () => {
    const getToken = tokensOfApp();
    server.next(json(200, { access_token: 'one' }), json(200, { access_token: 'two' }));
    expect(await getToken('a/.default')).toBe('one');
    expect(await getToken('b/.default')).toBe('two');
    expect(await getToken('a/.default')).toBe('one');
  });

  it('are renewed before they expire, and no send waits for that', async () => {
    const getToken = tokensOfApp();
    const [soonOver, next] = [tokenFor(200), tokenFor(3600)];
    server.next(json(200, { access_token: soonOver }), json(200, { access_token: next }));
    expect(await asked(async () => void (await getToken('a')))).toHaveLength(1);
    expect(await getToken('a')).toBe(soonOver);
    await expect.poll(() => getToken('a')).toBe(next);
  });

  it('are used on while they cannot be renewed, and waited for once they are over', async () => {
    const getToken = tokensOfApp();
    const refused = json(503, {});
    server.next(json(200, { access_token: tokenFor(200) }), refused);
    const first = await getToken('a');
    const requests = await asked(async () => {
      for (let time = 0; time < 20; time++) expect(await getToken('a')).toBe(first);
      await expect.poll(() => server.heard.at(-1)?.body).toContain('scope=a');
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(requests).toHaveLength(1);

    const late = tokensOfApp();
    server.next(json(200, { access_token: tokenFor(20) }), json(200, { access_token: 'right' }));
    await late('b');
    expect(await late('b')).toBe('right');
  });

  const aadsts = {
    error: 'invalid_client',
    error_codes: [7000215],
    error_description: 'AADSTS7000215: SECRET',
  };
  it.each([
    ['a refusal of Entra', json(401, aadsts), 'AADSTS7000215'],
    ['a refusal in words', json(401, { error_description: 'AADSTS90002: Tenant SECRET' }), 'AADSTS90002'],
    ['a refusal with an error alone', json(401, { error: 'invalid_client' }), 'invalid_client'],
    ['a refusal that quotes', json(400, { error: 'SECRET value', error_codes: ['SECRET'] }), 'status-400'],
    ['a refusal that has a token', json(401, { access_token: 'wrong' }), 'status-401'],
    ['HTML', text(200, '<html>'), 'answer-without-token'],
    ['no token', json(200, {}), 'answer-without-token'],
    ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' }), 'status-302'],
    ['a cut connection', reset, expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)],
  ])('are rejected for %s with the reason alone, and asked for again the next time', async (...row) => {
    const [, behaviour, reason] = row;
    const getToken = tokensOfApp();
    server.next(behaviour, json(200, { access_token: 'right' }));
    const rejected = await Promise.resolve(getToken('a')).catch((error: unknown) => error);
    expect(rejected).toMatchObject({ name: 'NoToken', reason });
    expect(String(rejected)).not.toContain('SECRET');
    expect(await getToken('a')).toBe('right');
  });

  it('are asked of an https authority with the very scope, and of no other address', async () => {
    const authority = privateAuthority();
    const heard: string[] = [];
    const entra = createServer(authority.certify('localhost'), (request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => heard.push(`${request.url} ${chunk}`));
      request.on('end', () => response.end(JSON.stringify({ access_token: 'right' })));
    });
    await new Promise<void>((resolve) => void entra.listen(0, '127.0.0.1', resolve));
    const address = entra.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const dispatcher = new Agent({ connect: { ca: authority.ca } });
    const connection = {
      tenantId: 't',
      clientId: 'app',
      credential: { kind: 'secret', secret: 's' },
      authority: `https://localhost:${port}`,
    } as const;
    expect(await appTokens(connection, { dispatcher })('https://api.botframework.com/.default')).toBe(
      'right',
    );
    await dispatcher.close();
    await new Promise((resolve) => void entra.close(resolve));
    expect(heard).toEqual([
      '/t/oauth2/v2.0/token grant_type=client_credentials&client_id=app&client_secret=s&scope=https%3A%2F%2Fapi.botframework.com%2F.default',
    ]);
  });
});
