import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppCredential } from '../../../../../src/adapters/bot-framework/identity/tokens/app-connection.ts';
import { appTokens } from '../../../../../src/adapters/bot-framework/identity/tokens/tokens.ts';
import { unverifiedClaims } from '../../../../../src/adapters/bot-framework/identity/unverified-claims.ts';
import { settingFiles } from '../../../../config/setting-files.ts';
import { json, type OddServer, reset, silence, text } from '../../../http/client/odd-server.ts';
import { type EntraOverTls, entraOverTls, formOf } from './entra-over-tls.ts';
import { identityEndpoint, onPlatform, unsignedToken } from './identity-endpoint.ts';

const scope = 'https://api.botframework.com/.default';
const tenantId = randomUUID();
const [systemId, assignedId, appId] = [randomUUID(), randomUUID(), randomUUID()];
const secretOfPlatform = randomUUID();
const fileOf = settingFiles();
let endpoint: OddServer;
let entra: EntraOverTls;
let leave: () => void;
beforeAll(async () => {
  [endpoint, entra] = await Promise.all([
    identityEndpoint({
      system: { clientId: systemId, tenantId },
      assigned: [{ clientId: assignedId, tenantId }],
      header: ['x-identity-header', secretOfPlatform],
      path: '/msi/token',
      version: '2019-08-01',
    }),
    entraOverTls(),
  ]);
  // App Service and Container Apps set these.
  leave = await onPlatform({
    IDENTITY_ENDPOINT: `${endpoint.url}/msi/token`,
    IDENTITY_HEADER: secretOfPlatform,
  });
});
afterAll(async () => {
  leave();
  await Promise.all([endpoint.stop(), entra.stop()]);
});

function tokensBy(credential: AppCredential, clientId: string) {
  const reasons: string[] = [];
  const connection = { tenantId, clientId, authority: entra.authority, credential };
  const { dispatcher } = entra;
  const getToken = appTokens(connection, {
    dispatcher,
    onNoToken: ({ reason }) => void reasons.push(reason),
  });
  return { getToken, reasons };
}

const system = { kind: 'managed-identity', isSystemAssigned: true } as const;
const assigned = { kind: 'managed-identity', isSystemAssigned: false } as const;
const audience = 'api://AzureADTokenExchange';
const federated = { kind: 'federated', identityClientId: assignedId, audience } as const;

describe('Tokens by a managed identity of App Service or Container Apps', () => {
  it.each([
    ['of the machine', system, systemId],
    ['that is assigned to it', assigned, assignedId],
  ])('%s are asked for once, of the platform alone', async (_, credential, clientId) => {
    const { getToken } = tokensBy(credential, clientId);
    const [before, atEntra] = [endpoint.heard.length, entra.heard.length];
    const [first] = await Promise.all(Array.from({ length: 20 }, () => getToken(scope)));
    await getToken(scope);
    expect(endpoint.heard.length - before).toBe(1);
    expect(entra.heard.length).toBe(atEntra);
    expect(unverifiedClaims(first ?? '')).toMatchObject({
      aud: 'https://api.botframework.com',
      appid: clientId,
    });
  });

  it.each([
    ['an identity that is not assigned', undefined, 'managed-identity-invalid_request'],
    ['a failure', json(500, {}), 'managed-identity-status-500'],
    ['too many requests', json(429, {}), 'managed-identity-status-429'],
    ['a page', text(200, '<html>'), 'managed-identity-answer-without-token'],
    ['nothing in it', json(200, {}), 'managed-identity-answer-without-token'],
    ['a cut connection', reset, expect.stringMatching(/^managed-identity-(UND_ERR_SOCKET|ECONNRESET)$/)],
    [
      'another tenant',
      json(200, {
        access_token: unsignedToken({ tid: randomUUID() }),
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        token_type: 'Bearer',
      }),
      'token-of-another-tenant',
    ],
  ])('are rejected for %s at once, and asked for again the next time', async (...row) => {
    const [, behaviour, reason] = row;
    const { getToken, reasons } = tokensBy(assigned, behaviour ? assignedId : randomUUID());
    const before = endpoint.heard.length;
    if (behaviour) endpoint.next(behaviour);
    await expect(Promise.resolve(getToken(scope))).rejects.toMatchObject({ name: 'NoToken', reason });
    expect(endpoint.heard.length - before).toBe(1);
    expect(reasons).toEqual([reason]);
    if (behaviour) expect(await getToken(scope)).toMatch(/^x\./);
  });

  it('are not waited for longer than ten seconds', async () => {
    endpoint.next(silence);
    await expect(Promise.resolve(tokensBy(system, systemId).getToken(scope))).rejects.toMatchObject({
      reason: 'managed-identity-timeout',
    });
  }, 15_000);
});

describe('Tokens by federated credentials', () => {
  it('are given by Entra to the app for which the managed identity vouches', async () => {
    const { getToken } = tokensBy(federated, appId);
    const [before, atEntra] = [endpoint.heard.length, entra.heard.length];
    expect(await getToken(scope)).toContain('token for');
    const [toEntra, ...more] = entra.heard.slice(atEntra);
    expect(more).toEqual([]);
    expect(endpoint.heard.length - before).toBe(1);
    if (toEntra === undefined) throw new Error('Entra was not asked');
    const form = formOf(toEntra);
    expect(form).toMatchObject({
      client_id: appId,
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(unverifiedClaims(form.client_assertion ?? '')).toMatchObject({ aud: audience, appid: assignedId });
  });

  it('say whether the identity or Entra has refused', async () => {
    endpoint.next(json(503, {}));
    await expect(Promise.resolve(tokensBy(federated, appId).getToken(scope))).rejects.toMatchObject({
      reason: 'managed-identity-status-503',
    });
    entra.next(json(401, { error: 'invalid_client', error_codes: [700213] }));
    await expect(Promise.resolve(tokensBy(federated, appId).getToken(scope))).rejects.toMatchObject({
      reason: 'AADSTS700213',
    });
  });
});

describe('Tokens by the identity of a workload', () => {
  it('are asked for with what is in the file now', async () => {
    const tokenFile = fileOf('first\n');
    const { getToken, reasons } = tokensBy({ kind: 'workload', tokenFile }, appId);
    const before = entra.heard.length;
    await getToken('a/.default');
    writeFileSync(tokenFile, 'second');
    await getToken('b/.default');
    expect(entra.heard.slice(before).map((heard) => formOf(heard).client_assertion)).toEqual([
      'first',
      'second',
    ]);
    rmSync(tokenFile);
    await expect(Promise.resolve(getToken('c/.default'))).rejects.toMatchObject({ name: 'NoToken' });
    expect(reasons).toEqual(['token-file-unreadable']);
  });
});
