import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SilentListener, silentListener } from '../../http/client/silent-listener.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { rawPost } from '../../http/server/raw-request.ts';

let world: RunningBridge;
let elsewhere: SilentListener;
beforeAll(async () => {
  [world, elsewhere] = await Promise.all([startRunningBridge(), silentListener()]);
});
afterAll(() => Promise.all([world.stop(), elsewhere.stop()]));

const escalation = { type: 'event', name: 'startConversation' };
const nowSeconds = () => Math.floor(Date.now() / 1000);

/** The status of a skill call under this token; a refused one must leave no trace at the live chat. */
async function statusWith(token: string): Promise<unknown> {
  const before = world.liveChat.requests.length;
  const { status } = await world.microsoft.copilotStudio.callSkill(escalation, { token });
  if (status !== 200) expect(world.liveChat.requests).toHaveLength(before);
  return status;
}

const signed = async (claims: Readonly<Record<string, unknown>> = {}, options = {}) => {
  const { entra } = world.microsoft;
  return entra.sign(entra.claims(claims), options);
};

describe('S1: the Authorization header', () => {
  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic abc',
    'Bearer a.b',
    'Bearer a.b.c.d',
    'Bearer a.b.c',
    'Bearer ..',
  ])('is 401 when it is %j', async (authorization) => {
    const answer = await fetch(`${world.url}/api/messages`, {
      method: 'POST',
      body: '{}',
      ...(authorization === '' ? {} : { headers: { authorization } }),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is 401 when there are two, even when both are right, in any casing', async () => {
    const token = await signed();
    for (const second of ['Authorization', 'authorization', 'AUTHORIZATION']) {
      const headers = [`Authorization: Bearer ${token}`, `${second}: Bearer ${token}`];
      expect((await rawPost(world.bridge.port, '/api/messages', { headers, body: '{}' })).status).toBe(401);
    }
  });

  it('is 401 with a token and something more behind it', async () => {
    const headers = [`Authorization: Bearer ${await signed()}, Bearer x.y.z`];
    expect((await rawPost(world.bridge.port, '/api/messages', { headers, body: '{}' })).status).toBe(401);
  });

  it('lets a right token in', async () => {
    expect(await statusWith(await signed())).toBe(200);
  });
});

describe('S2: a token is 401, and nothing is fetched, with', () => {
  it.each(['none', 'None', 'NONE', 'HS256', 'HS384', 'HS512'])('alg %s', async (alg) => {
    const token = alg.startsWith('HS')
      ? await signed({}, { alg })
      : new UnsecuredJWT(world.microsoft.entra.claims()).encode().replace(/^[^.]+/, headerOf({ alg }));
    expect(await statusWith(token)).toBe(401);
    expect(await statusWith(`${token}c2ln`)).toBe(401);
  });

  it('alg PS256 or RS512 by the right key, since only RS256 is agreed', async () => {
    for (const alg of ['PS256', 'RS512']) expect(await statusWith(await signed({}, { alg }))).toBe(401);
  });

  it.each(['jku', 'x5u', 'jwk', 'x5c'])('a foreign key named in %s', async (field) => {
    const url = `http://127.0.0.1:${elsewhere.port}/keys`;
    const values = { jku: url, x5u: url, jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, x5c: ['MIIB'] };
    const header = { [field]: values[field as keyof typeof values] };
    expect(await statusWith(await signed({}, { key: 'unknown', header }))).toBe(401);
    expect(elsewhere.connections).toBe(0);
  });

  it.each([
    ['a path', '../../etc/passwd'],
    ['an absolute path', '/dev/null'],
    ['a URL', 'http://127.0.0.1/'],
    ['a null character', '\u0000'],
    ['5000 characters', 'a'.repeat(5000)],
  ])('a kid that is %s', async (_, kid) => {
    expect(await statusWith(await signed({}, { key: 'unknown', kid }))).toBe(401);
  });

  it.each([
    { kid: 5 },
    { kid: ['a'] },
    { kid: null },
    { typ: {} },
    { crit: ['exp'] },
    { b64: false, crit: ['b64'] },
  ])('the header %j', async (header) => {
    const token = (await signed()).replace(/^[^.]+/, headerOf({ alg: 'RS256', ...header }));
    expect(await statusWith(token)).toBe(401);
  });

  it('a foreign signature under a known kid, or one byte changed', async () => {
    const { kid } = world.microsoft.entra;
    expect(await statusWith(await signed({}, { key: 'unknown', kid }))).toBe(401);
    const [header, payload, signature = ''] = (await signed()).split('.');
    const changed = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await statusWith([header, payload, changed].join('.'))).toBe(401);
  });

  it('claims that are not JSON', async () => {
    const [header, , signature] = (await signed()).split('.');
    const payload = Buffer.from('{"iss":').toString('base64url');
    expect(await statusWith([header, payload, signature].join('.'))).toBe(401);
  });

  it('a signature by a secret of ours', async () => {
    const key = Buffer.from(world.credentials.skillApp.clientSecret);
    const token = await new SignJWT(world.microsoft.entra.claims())
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key);
    expect(await statusWith(token)).toBe(401);
  });
});

describe('S3: a token is 401 with', () => {
  const cases: readonly [string, () => Readonly<Record<string, unknown>>][] = [
    ["the other app's audience", () => ({ aud: world.credentials.copilotApp.clientId })],
    ['our audience in a list', () => ({ aud: [world.credentials.skillApp.clientId] })],
    ['a list that holds ours', () => ({ aud: ['x', world.credentials.skillApp.clientId] })],
    ['api:// before the audience', () => ({ aud: `api://${world.credentials.skillApp.clientId}` })],
    ['the audience in capitals', () => ({ aud: world.credentials.skillApp.clientId.toUpperCase() })],
    ['no audience', () => ({ aud: undefined })],
    ['an empty audience', () => ({ aud: '' })],
    ['a foreign issuer', () => ({ iss: 'https://evil.example/v2.0' })],
    ['the issuer with a slash more', () => ({ iss: `${world.microsoft.entra.issuer}/` })],
    ["another tenant's issuer", () => ({ iss: `${world.microsoft.authority}/${randomUUID()}/v2.0` })],
    ["Microsoft's issuer on loopback", () => ({ iss: 'https://api.botframework.com' })],
    ['no issuer', () => ({ iss: undefined })],
    ['an issuer that is a list', () => ({ iss: [world.microsoft.entra.issuer] })],
    ['a foreign tenant', () => ({ tid: randomUUID() })],
    ['no tenant', () => ({ tid: undefined })],
    ['no exp', () => ({ exp: undefined })],
    ['an exp that is text', () => ({ exp: '9999999999' })],
    ['an old exp', () => ({ exp: nowSeconds() - 310 })],
    ['an nbf in the future', () => ({ nbf: nowSeconds() + 310 })],
    ['an nbf that is text', () => ({ nbf: 'soon' })],
  ];

  it.each(cases)('%s', async (_, claims) => {
    expect(await statusWith(await signed(claims()))).toBe(401);
  });

  it('nothing wrong when exp and nbf are off by less than 300 s', async () => {
    expect(await statusWith(await signed({ exp: nowSeconds() - 280 }))).toBe(200);
    expect(await statusWith(await signed({ nbf: nowSeconds() + 280 }))).toBe(200);
  });
});

describe('S4: a caller is 403 when', () => {
  it.each([
    ['nobody is named', { azp: undefined, appid: undefined }],
    ['azp is not on the list', { azp: randomUUID() }],
    ['azp is empty', { azp: '' }],
    ['azp is a list', { azp: ['x'] }],
    ['azp is a star', { azp: '*' }],
    ['azp is foreign although appid is ours', { azp: randomUUID(), appid: 'ours' }],
  ])('%s', async (_, claims) => {
    const appid =
      'appid' in claims && claims.appid === 'ours' ? world.credentials.copilotApp.clientId : undefined;
    expect(await statusWith(await signed({ ...claims, appid }))).toBe(403);
  });

  it('it is the skill itself', async () => {
    expect(await statusWith(await signed({ azp: world.credentials.skillApp.clientId }))).toBe(403);
  });

  it('but not when appid names it, as tokens of version 1.0 do', async () => {
    const appid = world.credentials.copilotApp.clientId;
    expect(await statusWith(await signed({ azp: undefined, appid }))).toBe(200);
  });
});

function headerOf(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
