import { randomUUID } from 'node:crypto';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newCredentials } from '../../../../simulators/bridge-environment.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../../simulators/microsoft-side.ts';
import {
  type Authenticate,
  authentication,
} from '../../../../src/adapters/bot-framework/identity/authentication.ts';
import { json, oddServer } from '../../http/client/odd-server.ts';

const { tenantId, skillApp, copilotApp } = newCredentials();
let microsoft: MicrosoftSide;
let authenticate: Authenticate;
beforeAll(async () => {
  microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
});
afterAll(() => microsoft.stop());
beforeEach(() => {
  const keysUrl = `${microsoft.authority}/${tenantId}/discovery/v2.0/keys`;
  authenticate = authentication({
    audiences: [skillApp.clientId],
    issuers: [{ issuer: microsoft.entra.issuer, keysUrl, tenantId }],
    allowedCallers: [copilotApp.clientId],
  });
});
afterEach(() => {
  vi.useRealTimers();
  microsoft.entra.unavailable(false);
});

const later = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
};

const outcomeOf = async (options = {}) => {
  const { entra } = microsoft;
  const token = await entra.sign(entra.claims({ jti: randomUUID() }), options);
  return (await authenticate(`Bearer ${token}`)).outcome;
};
const forged = () => outcomeOf({ key: 'unknown', kid: randomUUID() });
const times = <T>(count: number, task: () => Promise<T>) => Promise.all(Array.from({ length: count }, task));

async function fetchesDuring(task: () => Promise<unknown>): Promise<number> {
  const before = microsoft.entra.keyFetches;
  await task();
  return microsoft.entra.keyFetches - before;
}

describe('S8: keys', () => {
  it('are fetched once for 30 forged ids at once, and not again for 30 one after the other', async () => {
    expect(
      await fetchesDuring(async () => {
        expect(new Set(await times(30, forged))).toEqual(new Set(['unauthorized']));
        for (let count = 0; count < 30; count++) await forged();
      }),
    ).toBeLessThanOrEqual(1);
  });

  it('that are known still serve during a flood and while Entra is unavailable', async () => {
    expect(await outcomeOf()).toBe('authenticated');
    microsoft.entra.unavailable(true);
    await times(10, forged);
    expect(await outcomeOf()).toBe('authenticated');
  });

  it('that cannot be fetched leave a token undecided, and a flood costs few requests', async () => {
    microsoft.entra.unavailable(true);
    const fetches = await fetchesDuring(async () => {
      for (let count = 0; count < 30; count++) expect(await forged()).toBe('undetermined');
    });
    expect(fetches).toBeLessThanOrEqual(1);
  });

  it('that are new work within about a minute, and not before', async () => {
    expect(await outcomeOf()).toBe('authenticated');
    await microsoft.entra.rotateKeys();
    expect(await outcomeOf()).toBe('unauthorized');
    later(61);
    expect(await outcomeOf()).toBe('authenticated');
  });

  it('that could not be fetched are asked for again after a few seconds', async () => {
    microsoft.entra.unavailable(true);
    expect(await outcomeOf()).toBe('undetermined');
    microsoft.entra.unavailable(false);
    later(6);
    expect(await outcomeOf()).toBe('authenticated');
  });

  it('are not fetched for a token of a foreign issuer', async () => {
    const token = await microsoft.entra.sign(microsoft.entra.claims({ iss: 'https://evil.example' }));
    const asked = async () => authenticate(`Bearer ${token}`);
    expect(await fetchesDuring(asked)).toBe(0);
    expect(await asked()).toMatchObject({ outcome: 'unauthorized', refusal: { reason: 'untrusted-issuer' } });
  });

  it('are known, and Entra is unavailable: the same token names the same caller again', async () => {
    const token = `Bearer ${await microsoft.entra.sign(microsoft.entra.claims())}`;
    const first = await authenticate(token);
    microsoft.entra.unavailable(true);
    expect(await authenticate(token)).toEqual(first);
    expect(first).toMatchObject({ outcome: 'authenticated', caller: { appId: copilotApp.clientId } });
  });
});

describe('A key that names no algorithm, as those of Entra,', () => {
  it('verifies RS256 and nothing else', async () => {
    const server = await oddServer();
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { alg: _, ...jwk } = { ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'key-1' };
    server.next(json(200, { keys: [jwk] }));
    const issuer = 'https://issuer.example';
    const check = authentication({
      audiences: [skillApp.clientId],
      issuers: [{ issuer, keysUrl: `${server.url}/keys` }],
      allowedCallers: [copilotApp.clientId],
    });
    const pem = await exportPKCS8(privateKey);
    const claims = { ...microsoft.entra.claims(), iss: issuer };
    for (const [alg, outcome] of [
      ['RS256', 'authenticated'],
      ['PS256', 'unauthorized'],
      ['RS512', 'unauthorized'],
    ] as const) {
      const signer = new SignJWT(claims).setProtectedHeader({ alg, kid: 'key-1' });
      expect((await check(`Bearer ${await signer.sign(await importPKCS8(pem, alg))}`)).outcome).toBe(outcome);
    }
    await server.stop();
  });
});

describe('A token that is bound to a service URL', () => {
  it('tells which', async () => {
    const serviceurl = 'https://smba.trafficmanager.net/emea/';
    const token = await microsoft.entra.sign(microsoft.entra.claims({ serviceurl }));
    expect(await authenticate(`Bearer ${token}`)).toMatchObject({ caller: { serviceUrl: serviceurl } });
  });
});
