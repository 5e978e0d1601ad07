import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { MicrosoftSide } from '../../../simulators/microsoft-side.ts';
import { apps, askToken, microsoftSide, tokenFor } from '../copilot-studio/fake-skill.ts';

const { tenantId, skillApp, copilotApp } = apps;
const right = { client_id: skillApp.clientId, client_secret: skillApp.clientSecret };

let side: MicrosoftSide;
beforeAll(async () => {
  side = await microsoftSide();
});
afterAll(() => side.stop());

const published = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) });

async function keySet() {
  const answer = await fetch(`${side.authority}/${tenantId}/discovery/v2.0/keys`);
  return published.parse(await answer.json());
}

describe('Entra', () => {
  it('publishes metadata that lead to the keys and to the token endpoint', async () => {
    const metadata = await fetch(`${side.authority}/${tenantId}/v2.0/.well-known/openid-configuration`);
    expect(await metadata.json()).toMatchObject({
      issuer: `${side.authority}/${tenantId}/v2.0`,
      jwks_uri: `${side.authority}/${tenantId}/discovery/v2.0/keys`,
      token_endpoint: `${side.authority}/${tenantId}/oauth2/v2.0/token`,
    });
  });

  it('publishes no private part of a key', async () => {
    const { keys } = await keySet();
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('gives an app a token that its keys verify, for the resource of the scope', async () => {
    const token = await tokenFor(side, skillApp, `${copilotApp.clientId}/.default`);
    const demands = {
      audience: copilotApp.clientId,
      issuer: side.entra.issuer,
      requiredClaims: ['exp', 'nbf', 'iat'],
    };
    const { payload } = await jwtVerify(token, createLocalJWKSet(await keySet()), demands);
    expect(payload).toMatchObject({ tid: tenantId, azp: skillApp.clientId, ver: '2.0' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it('takes the resource behind api:// as the audience', async () => {
    expect(decodeJwt(await tokenFor(side, skillApp, 'api://live-chat/.default')).aud).toBe('live-chat');
  });

  it('takes the credentials by HTTP Basic too', async () => {
    const answer = await fetch(`${side.authority}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${skillApp.clientId}:${encodeURIComponent(skillApp.clientSecret)}`)}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'x/.default' }),
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['a wrong secret', { ...right, client_secret: 'guessed', scope: 'x/.default' }, 401, 'invalid_client'],
    ['an unknown app', { ...right, client_id: 'nobody', scope: 'x/.default' }, 400, 'unauthorized_client'],
    ['a scope without /.default', { ...right, scope: 'x' }, 400, 'invalid_scope'],
    [
      'another grant',
      { ...right, scope: 'x/.default', grant_type: 'password' },
      400,
      'unsupported_grant_type',
    ],
  ])('refuses %s', async (_what, form, status, error) => {
    expect(await askToken(side, form)).toMatchObject({ status, body: { error } });
  });

  it('knows one tenant only', async () => {
    const answer = await askToken(side, { ...right, scope: 'x/.default' }, 'another');
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_tenant' } });
  });

  it('counts what it is asked', async () => {
    const before = { keys: side.entra.keyFetches, tokens: side.entra.tokenRequests };
    await keySet();
    await askToken(side, { ...right, client_secret: 'guessed', scope: 'x/.default' });
    expect(side.entra.keyFetches).toBe(before.keys + 1);
    expect(side.entra.tokenRequests).toBe(before.tokens + 1);
  });

  it('answers 503 while it is unavailable', async () => {
    side.entra.unavailable(true);
    expect((await askToken(side, { ...right, scope: 'x/.default' })).status).toBe(503);
    side.entra.unavailable(false);
    expect((await askToken(side, { ...right, scope: 'x/.default' })).status).toBe(200);
  });

  it('knows its own tokens from all others', async () => {
    const { sign, claims, verified } = side.entra;
    const accepts = async (token: string) =>
      (await verified(`Bearer ${token}`, skillApp.clientId)) !== undefined;
    const past = Math.floor(Date.now() / 1000) - 4000;
    expect(await accepts(await sign(claims()))).toBe(true);
    expect(await accepts(await sign(claims(), { key: 'unknown', kid: side.entra.kid }))).toBe(false);
    expect(await accepts(await sign(claims(), { alg: 'none' }))).toBe(false);
    expect(await accepts(await sign(claims(), { alg: 'HS256' }))).toBe(false);
    expect(await accepts(await sign(claims({ exp: undefined })))).toBe(false);
    expect(await accepts(await sign(claims({ exp: past })))).toBe(false);
    expect(await accepts(await sign(claims({ aud: copilotApp.clientId })))).toBe(false);
  });

  it('signs whatever claims and header a test wants', async () => {
    const token = await side.entra.sign(
      { hello: 'world' },
      { kid: 'no-such-key', header: { typ: 'at+jwt' } },
    );
    expect(decodeJwt(token)).toEqual({ hello: 'world' });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: 'no-such-key', typ: 'at+jwt' });
  });

  it('names the caller as version 1.0 does when asked to', async () => {
    const old = await microsoftSide({ tokenVersion: '1.0' });
    const claims = decodeJwt(await tokenFor(old, skillApp, 'x/.default'));
    expect(claims).toMatchObject({ ver: '1.0', appid: skillApp.clientId });
    expect(claims).not.toHaveProperty('azp');
    const customer = await old.teams.customer();
    await customer.says('Hello');
    await customer.sees('virtual assistant');
    await old.stop();
  });

  it('signs with a new key after a rotation and keeps publishing the old one unless told otherwise', async () => {
    const old = await side.entra.sign(side.entra.claims());
    await side.entra.rotateKeys();
    const fresh = await side.entra.sign(side.entra.claims());
    const keys = createLocalJWKSet(await keySet());
    await expect(jwtVerify(old, keys)).resolves.toBeDefined();
    await expect(jwtVerify(fresh, keys)).resolves.toBeDefined();
    await side.entra.rotateKeys({ dropOld: true });
    await expect(jwtVerify(fresh, createLocalJWKSet(await keySet()))).rejects.toThrow();
  });
});
