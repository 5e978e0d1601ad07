import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientCredentialsTokens } from '../../../../src/adapters/http/client/client-credentials.ts';
import { json, type OddServer, oddServer, reset, text } from './odd-server.ts';

let host: OddServer;
beforeAll(async () => {
  host = await oddServer();
});
afterAll(() => host.stop());

const secret = 'a&b=c d-SECRET';
function tokens(scope?: string) {
  const reasons: string[] = [];
  const refused: string[] = [];
  const getToken = clientCredentialsTokens(
    {
      tokenUrl: `${host.url}/oauth_token.do`,
      clientId: 'app',
      clientSecret: secret,
      ...(scope !== undefined && { scope }),
    },
    { onNoToken: (reason) => reasons.push(reason), onRefused: () => refused.push('refused') },
  );
  return { getToken, reasons, refused };
}
const given = (token: string, expiresIn?: number | string) =>
  json(200, { access_token: token, token_type: 'Bearer', expires_in: expiresIn });
const asked = async (task: () => Promise<unknown>) => {
  const before = host.heard.length;
  await task();
  return host.heard.slice(before);
};

describe('A token by client credentials', () => {
  it('is asked for with a form, once for however many wait', async () => {
    const { getToken } = tokens();
    host.next(given('one', 1799));
    const requests = await asked(async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => getToken()));
      expect(new Set(all)).toEqual(new Set(['one']));
      expect(await getToken()).toBe('one');
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: '/oauth_token.do',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: secret,
    });
  });

  it('is asked for with a scope where there is one', async () => {
    host.next(given('one'));
    const [request] = await asked(async () => tokens('useraccount').getToken());
    expect(new URLSearchParams(request?.body).get('scope')).toBe('useraccount');
  });

  it.each([
    ['whose last half minute has begun', 29],
    ['whose last half minute has begun, in text', '29'],
  ])('%s is not given again', async (_, seconds) => {
    const { getToken } = tokens();
    host.next(given('one', seconds), given('two', 1799));
    expect(await getToken()).toBe('one');
    expect(await getToken()).toBe('two');
  });

  it.each([
    ['without a lifetime', undefined],
    ['with one that makes no sense', 'soon'],
    ['with one of half an hour, in text', '1799'],
  ])('%s is kept', async (_, lifetime) => {
    const { getToken } = tokens();
    host.next(given('one', lifetime), given('two'));
    const requests = await asked(async () => {
      for (let time = 0; time < 5; time++) expect(await getToken()).toBe('one');
    });
    expect(requests).toHaveLength(1);
    expect(await tokens().getToken()).toBe('two');
  });

  it('that the peer refuses is replaced, once in a while and not by each who was refused', async () => {
    const { getToken, refused } = tokens();
    host.next(given('one'), given('two'), given('three'));
    await getToken();
    const both = await Promise.all([getToken('one'), getToken('one')]);
    expect(both).toEqual(['two', 'two']);
    expect(await getToken('two')).toBe('two');
    expect(refused).toEqual(['refused']);
    expect(await tokens().getToken()).toBe('three');
  });

  it.each([
    ['a refusal', json(401, { error: 'invalid_client', error_description: secret }), 'invalid_client'],
    ['a refusal that quotes', json(400, { error: secret }), 'status-400'],
    ['a refusal that has a token', json(401, { access_token: 'wrong' }), 'status-401'],
    ['a page', text(200, '<html>'), 'answer-without-token'],
    ['no token', json(200, { expires_in: 5 }), 'answer-without-token'],
    ['a token that breaks a header', given('a\r\nx: y'), 'answer-without-token'],
    ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' }), 'status-302'],
    ['a cut connection', reset, expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)],
  ])('is absent for %s, tells the reason alone, and is asked for again', async (...row) => {
    const [, behaviour, reason] = row;
    const { getToken, reasons } = tokens();
    host.next(behaviour, given('right'));
    const rejected = await Promise.resolve(getToken()).catch((error: unknown) => error);
    expect(rejected).toBeInstanceOf(Error);
    expect(String(rejected)).not.toContain('SECRET');
    expect(reasons).toEqual([reason]);
    expect(await getToken()).toBe('right');
  });
});
