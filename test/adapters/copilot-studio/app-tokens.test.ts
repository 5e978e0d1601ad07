import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appTokens } from '../../../src/adapters/copilot-studio/tokens.ts';
import { json, type OddServer, oddServer, text } from '../http/odd-server.ts';

let server: OddServer;
beforeAll(async () => {
  server = await oddServer();
});
afterAll(() => server.stop());

const tokensOfApp = () =>
  appTokens({ tenantId: 'tenant', clientId: 'app', clientSecret: 'a&b=c d', authority: server.url });
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

  it('are renewed before they expire, and nobody waits for that', async () => {
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

  it.each([
    ['a refusal', json(401, { error: 'invalid_client' })],
    ['HTML', text(200, '<html>')],
    ['no token', json(200, {})],
    ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' })],
  ])('are rejected for %s, and asked for again the next time', async (_, behaviour) => {
    const getToken = tokensOfApp();
    server.next(behaviour, json(200, { access_token: 'right' }));
    await expect(getToken('a')).rejects.toThrow('the authority gave no token');
    expect(await getToken('a')).toBe('right');
  });
});
