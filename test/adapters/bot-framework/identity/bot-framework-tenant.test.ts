import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../../../simulators/entra/entra.ts';
import { clouds } from '../../../../src/adapters/bot-framework/clouds.ts';
import { trustedIssuers } from '../../../../src/adapters/bot-framework/identity/trusted-issuers.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';

const tid = 'd6d49420-f39b-4df7-a1dc-d59a935871db';
let world: RunningBridge;
let strict: RunningBridge;
beforeAll(async () => {
  const environment = { HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT: 'true' };
  [world, strict] = await Promise.all([startRunningBridge({ environment }), startRunningBridge()]);
});
afterAll(() => Promise.all([world.stop(), strict.stop()]));

const statusAt = async ({ microsoft }: RunningBridge, claims: Claims): Promise<unknown> => {
  const token = await microsoft.entra.sign(microsoft.entra.claims(claims));
  return (await microsoft.copilotStudio.callSkill({ type: 'typing' }, { token })).status;
};
const issuersOf = ({ microsoft }: RunningBridge): readonly Claims[] => [
  { iss: `https://sts.windows.net/${tid}/`, tid, ver: '1.0', azp: undefined, appid: copilotOf(world) },
  { iss: `${microsoft.authority}/${tid}/v2.0`, tid },
  { iss: `https://login.microsoftonline.com/${tid}/v2.0`, tid },
  { iss: 'https://api.botframework.com', tid: undefined },
];
const copilotOf = ({ credentials }: RunningBridge): string => credentials.copilotApp.clientId;

describe("With HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT a token of Microsoft's Bot Framework tenant", () => {
  it('lets an allowed copilot in, in both versions, and so does one of Bot Framework itself', async () => {
    for (const claims of issuersOf(world))
      expect(await statusAt(world, claims), String(claims.iss)).toBe(200);
    expect(await statusAt(world, {})).toBe(200);
  });

  it('is 401 for another audience, and for another tenant or none', async () => {
    for (const claims of issuersOf(world)) {
      expect(await statusAt(world, { ...claims, aud: copilotOf(world) })).toBe(401);
      if (claims.tid === undefined) continue;
      for (const other of [undefined, randomUUID(), world.credentials.tenantId]) {
        expect(await statusAt(world, { ...claims, tid: other })).toBe(401);
      }
    }
    expect(await statusAt(world, { tid })).toBe(401);
  });

  it('is 403 for a caller that is not on the list, and for none', async () => {
    for (const claims of issuersOf(world)) {
      for (const caller of [randomUUID(), undefined]) {
        expect(await statusAt(world, { ...claims, azp: caller, appid: undefined })).toBe(403);
      }
    }
  });

  it('is 401 with a signature that is not of the published keys', async () => {
    const { entra, copilotStudio } = world.microsoft;
    for (const claims of issuersOf(world)) {
      const token = await entra.sign(entra.claims(claims), { key: 'unknown', kid: entra.kid });
      expect((await copilotStudio.callSkill({ type: 'typing' }, { token })).status).toBe(401);
    }
  });

  it('is 401 without the setting', async () => {
    for (const claims of issuersOf(strict)) {
      const own = claims.appid === undefined ? claims : { ...claims, appid: copilotOf(strict) };
      expect(await statusAt(strict, own)).toBe(401);
    }
  });
});

describe('The issuers that are trusted', () => {
  const tenantId = randomUUID();
  const issuersIn = (name: keyof typeof clouds, allowsBotFrameworkTenant = false) => {
    const app = { tenantId, clientId: '', clientSecret: '', authority: clouds[name].authority };
    return trustedIssuers(app, { cloud: clouds[name], allowsBotFrameworkTenant });
  };
  it.each([
    ['public', 'https://login.microsoftonline.com', 'https://sts.windows.net'],
    ['gcc', 'https://login.microsoftonline.com', 'https://sts.windows.net'],
    ['gcc-high', 'https://login.microsoftonline.us', 'https://sts.windows.net'],
    ['dod', 'https://login.microsoftonline.us', 'https://sts.windows.net'],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://sts.chinacloudapi.cn'],
  ] as const)(
    'in the cloud %s are those of the tenant, whose keys are fetched there',
    (name, authority, v1) => {
      const keysUrl = `${authority}/${tenantId}/discovery/v2.0/keys`;
      expect(issuersIn(name)).toEqual([
        { issuer: `${authority}/${tenantId}/v2.0`, keysUrl, tenantId },
        { issuer: `${v1}/${tenantId}/`, keysUrl, tenantId },
      ]);
    },
  );

  it('with the setting are Bot Framework in that cloud as well', () => {
    const issuers = (name: keyof typeof clouds) => issuersIn(name, true).slice(2);
    const keysUrl = `https://login.microsoftonline.com/${tid}/discovery/v2.0/keys`;
    expect(issuers('public')).toEqual([
      { issuer: `https://login.microsoftonline.com/${tid}/v2.0`, keysUrl, tenantId: tid },
      { issuer: `https://sts.windows.net/${tid}/`, keysUrl, tenantId: tid },
      {
        issuer: 'https://api.botframework.com',
        keysUrl: 'https://login.botframework.com/v1/.well-known/keys',
      },
    ]);
    expect(issuers('gcc-high').at(-1)).toEqual({
      issuer: 'https://api.botframework.us',
      keysUrl: 'https://login.botframework.azure.us/v1/.well-known/keys',
    });
    expect(issuers('china').at(-1)).toEqual({
      issuer: 'https://api.botframework.azure.cn',
      keysUrl: 'https://login.botframework.azure.cn/v1/.well-known/keys',
    });
  });
});
