import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCredentials } from '../../../../simulators/bridge-environment.ts';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import { type MicrosoftSide, startMicrosoftSide } from '../../../../simulators/microsoft-side.ts';
import { clouds } from '../../../../src/adapters/bot-framework/clouds.ts';
import { entraBearers } from '../../../../src/adapters/bot-framework/identity/entra-bearers.ts';
import type { ExpectedBearer } from '../../../../src/adapters/http/requests/bearer.ts';

const { tenantId, skillApp, copilotApp } = newCredentials();
let microsoft: MicrosoftSide;
beforeAll(async () => {
  microsoft = await startMicrosoftSide({ tenantId, skillApp, copilotApp, dialect: 'reference' });
});
afterAll(() => microsoft.stop());

async function outcomeOf(expected: ExpectedBearer, claims: Claims, options = {}): Promise<string> {
  const { entra, authority } = microsoft;
  const check = entraBearers({ ...skillApp, tenantId, authority }, clouds.public)(expected);
  const named = { aud: skillApp.clientId, azp: skillApp.clientId, ...claims };
  return (await check(`Bearer ${await entra.sign(entra.claims(named), options)}`)).outcome;
}

const versionOne = (caller: string): Claims => ({
  iss: `https://sts.windows.net/${tenantId}/`,
  ver: '1.0',
  azp: undefined,
  appid: caller,
});

describe('A bearer of Entra on a callback', () => {
  it('counts by itself when it is of the own app for itself, in both versions and spellings', async () => {
    for (const aud of [skillApp.clientId, `api://${skillApp.clientId}`]) {
      expect(await outcomeOf({}, { aud })).toBe('authenticated');
      expect(await outcomeOf({}, { aud, ...versionOne(skillApp.clientId) })).toBe('authenticated');
    }
  });

  it('counts for the audiences and callers that are named, and for no others', async () => {
    const caller = randomUUID();
    const expected = { audiences: ['api://contoso.com/bridge', copilotApp.clientId], callers: [caller] };
    for (const aud of ['api://contoso.com/bridge', copilotApp.clientId, `api://${copilotApp.clientId}`]) {
      expect(await outcomeOf(expected, { aud, azp: caller })).toBe('authenticated');
      expect(await outcomeOf(expected, { aud, ...versionOne(caller) })).toBe('authenticated');
      expect(await outcomeOf(expected, { aud })).toBe('forbidden');
      expect(await outcomeOf(expected, { aud, azp: undefined })).toBe('forbidden');
    }
    for (const aud of [skillApp.clientId, 'contoso.com/bridge', 'api://contoso.com', undefined]) {
      expect(await outcomeOf(expected, { aud, azp: caller })).toBe('unauthorized');
    }
  });

  it('does not count from another tenant, with another key or out of time', async () => {
    expect(await outcomeOf({}, { tid: randomUUID() })).toBe('unauthorized');
    expect(await outcomeOf({}, { iss: `https://sts.windows.net/${randomUUID()}/` })).toBe('unauthorized');
    expect(await outcomeOf({ tenantId: randomUUID() }, {})).toBe('unauthorized');
    expect(await outcomeOf({}, {}, { key: 'unknown', kid: microsoft.entra.kid })).toBe('unauthorized');
    expect(await outcomeOf({}, { exp: Math.floor(Date.now() / 1000) - 600 })).toBe('unauthorized');
  });
});
