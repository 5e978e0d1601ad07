import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/environment.ts';
import { goodEnvironment } from './good-environment.ts';

const id = '8c3dad1d-b6bc-4f8b-939b-8263372eced6';
const app = (connection: string, name: string) => `Connections__${connection}__Settings__${name}`;

function findingsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

describe('An id that is pasted', () => {
  const spellings = [
    id.toUpperCase(),
    ` ${id}\t`,
    `${id}\r\n`,
    `\ufeff${id}`,
    `\u200b${id}\u200b`,
    `\u00a0${id}\u00a0`,
    `"${id}"`,
    `'${id}'`,
    `“${id}”`,
    `\`${id}\``,
    `{${id.toUpperCase()}}`,
    `"{${id}}"`,
    `(${id})`,
    `<${id}>`,
    `"${id}",`,
    id.replaceAll('-', ''),
    id.replaceAll('-', '\u2011'),
    `urn:uuid:${id}`,
  ];

  it.each(spellings)('is the id that tokens name: %j', (pasted) => {
    const config = readConfig({
      ...goodEnvironment(),
      [app('LiveChat', 'TenantId')]: pasted,
      [app('CopilotStudioBot', 'ClientId')]: pasted,
    });
    expect(config.skillApp.tenantId).toBe(id);
    expect(config.copilotApp?.clientId).toBe(id);
    expect(config.allowedCallers).toEqual([id]);
    const callers = { HANDOFF_ALLOWED_CALLERS: `${pasted}, ${id}` };
    expect(readConfig({ ...goodEnvironment(), ...callers }).allowedCallers).toEqual([id]);
  });

  it("is a client's by its App ID URI as well", () => {
    const changes = { [app('LiveChat', 'ClientId')]: `api://${id}` };
    expect(readConfig({ ...goodEnvironment(), ...changes }).skillApp.clientId).toBe(id);
  });

  it.each([
    [`${id} ${randomUUID()}`],
    [`${id};${randomUUID()}`],
    [`["${id}", "${randomUUID()}"]`],
    [`${id}\n${randomUUID()}`],
  ])('may be one of a list in any usual form: %j', (callers) => {
    const { allowedCallers } = readConfig({ ...goodEnvironment(), HANDOFF_ALLOWED_CALLERS: callers });
    expect(allowedCallers).toHaveLength(2);
    expect(allowedCallers?.[0]).toBe(id);
  });

  it("is Microsoft's own tenant, when it is called botframework.com", () => {
    const changes = { [app('CopilotStudioBot', 'TenantId')]: 'botframework.com' };
    expect(readConfig({ ...goodEnvironment(), ...changes }).copilotApp?.tenantId).toBe(
      'd6d49420-f39b-4df7-a1dc-d59a935871db',
    );
  });

  it('is told with what was expected, and not with what was given', () => {
    const changes = { [app('LiveChat', 'TenantId')]: 'contoso.onmicrosoft.com' };
    const [finding, ...more] = findingsOf({ ...goodEnvironment(), ...changes });
    expect(more).toEqual([]);
    expect(finding).toContain('expected the Microsoft Entra tenant id, a GUID');
    expect(finding).not.toContain('contoso');
  });
});

describe('A URL, a host or a secret that is pasted', () => {
  it('loses quotes and marks without a width', () => {
    const secret = 'Abc8Q~0123456789abcdefghij.-_';
    const changes = {
      HANDOFF_PUBLIC_URL: '"https://bridge.contoso.com/"',
      LIVECHAT_BASE_URL: "'https://chat.contoso.com'",
      HANDOFF_ALLOWED_SERVICE_HOSTS: '"smba.trafficmanager.net", ".powerapps.com"',
      HANDOFF_TEAMS_SERVICE_URL: '“https://smba.trafficmanager.net/emea/”',
      [app('LiveChat', 'ClientSecret')]: `"${secret}"\u200b`,
    };
    expect(readConfig({ ...goodEnvironment(), ...changes })).toMatchObject({
      publicUrl: 'https://bridge.contoso.com',
      liveChat: { settings: { baseUrl: 'https://chat.contoso.com' } },
      allowedServiceHosts: ['smba.trafficmanager.net', '.powerapps.com'],
      teamsServiceUrl: 'https://smba.trafficmanager.net/emea/',
      skillApp: { credential: { kind: 'secret', secret } },
    });
  });

  it.each(['', '/', '/v2.0', '/oauth2/v2.0/token', '/v2.0/.well-known/openid-configuration'])(
    'is an authority without its tenant and endpoint: …/<tenant>%s',
    (end) => {
      const changes = {
        [app('LiveChat', 'TenantId')]: id,
        [app('LiveChat', 'AuthorityEndpoint')]: `https://login.microsoftonline.com/${id.toUpperCase()}${end}`,
      };
      expect(readConfig({ ...goodEnvironment(), ...changes }).skillApp.authority).toBe(
        'https://login.microsoftonline.com',
      );
    },
  );
});

describe("The settings of Microsoft's sample", () => {
  const { ...good } = goodEnvironment();
  const without = (name: string): Environment => ({ ...good, [name]: undefined });
  const secret = 'Abc8Q~0123456789abcdefghij.-_';

  it.each(['LiveChat', 'CopilotStudioBot'])('of %s may call the secret `Secret`', (connection) => {
    const environment = { ...without(app(connection, 'ClientSecret')), [app(connection, 'Secret')]: secret };
    const { skillApp, copilotApp } = readConfig(environment);
    expect((connection === 'LiveChat' ? skillApp : copilotApp)?.credential).toEqual({
      kind: 'secret',
      secret,
    });
    const bad = { ...environment, [app(connection, 'Secret')]: 'short' };
    expect(findingsOf(bad)).toEqual([
      expect.stringContaining(`${app(connection, 'Secret')} is not usable; expected`),
    ]);
    const both = { ...good, [app(connection, 'Secret')]: secret };
    expect(findingsOf(both)).toEqual([expect.stringContaining(`${app(connection, 'Secret')} differs from`)]);
  });

  it('may stay when they say what is so anyway', () => {
    const settings = {
      Connections__LiveChat__ConnectionType: 'AzureAD',
      [app('LiveChat', 'AuthType')]: 'ClientSecret',
      [app('LiveChat', 'Scopes')]: '["https://api.botframework.com/.default"]',
      [app('CopilotStudioBot', 'Scopes__0')]: 'https://api.botframework.com/.default',
    };
    expect(findingsOf({ ...good, ...settings })).toEqual([]);
  });

  it.each([
    ['Connections__LiveChat__ConnectionType', 'Certificate'],
    [app('LiveChat', 'AuthType'), 'EntraAuthSideCar'],
    [app('CopilotStudioBot', 'Scopes__0'), 'https://graph.microsoft.com/.default'],
  ])('are refused when they would be ignored: %s', (name, value) => {
    expect(findingsOf({ ...good, [name]: value })).toEqual([
      expect.stringMatching(`^${name} is not usable; expected`),
    ]);
  });

  it.each([
    ['LiveChatSettings__BaseUrl', 'LIVECHAT_BASE_URL'],
    ['ConnectionsMap__0__ServiceUrl', 'HANDOFF_ALLOWED_SERVICE_HOSTS'],
    ['TokenValidation__Audiences__0', 'HANDOFF_ALLOWED_CALLERS'],
  ])('are refused with the name that they have here: %s', (name, instead) => {
    expect(findingsOf({ ...good, [name]: 'x' })).toEqual([
      `${name} is not a setting of the bridge; expected ${instead}.`,
    ]);
  });

  it('are known in any case and with colons, as in .NET', () => {
    const name = app('LiveChat', 'ClientId');
    for (const other of [name.toUpperCase(), name.toLowerCase(), name.replaceAll('__', ':')]) {
      expect(readConfig({ ...without(name), [other]: id }).skillApp.clientId).toBe(id);
      expect(findingsOf({ ...good, [other]: id })).toEqual([
        expect.stringMatching(`^${other} is not a setting`),
      ]);
      expect(findingsOf({ ...good, [other]: good[name] })).toEqual([]);
    }
  });
});

describe('A setting that is misspelt', () => {
  it.each([
    ['HANDOFF_ALLOWED_CALLER', 'HANDOFF_ALLOWED_CALLERS'],
    ['HANDOFF_PUBLICURL', 'HANDOFF_PUBLIC_URL'],
    ['handoff_public_url', 'HANDOFF_PUBLIC_URL'],
    ['LIVECHAT_APIKEY', 'LIVECHAT_API_KEY'],
    ['LiveChat_Base_Url', 'LIVECHAT_BASE_URL'],
    [app('LiveChat', 'ClientID_'), app('LiveChat', 'ClientId')],
    [app('CopilotStudioBot', 'TenantID1'), app('CopilotStudioBot', 'TenantId')],
    [app('CopilotStudio', 'ClientId'), app('CopilotStudioBot', 'ClientId')],
    ['Connections__LiveChat__ClientId', app('LiveChat', 'ClientId')],
  ])('is refused with the name that is meant: %s', (name, meant) => {
    expect(findingsOf({ ...goodEnvironment(), [name]: 'x' })).toEqual([
      `${name} is not a setting of the bridge; expected one such as ${meant}.`,
    ]);
  });

  it.each(['HANDOFF_BRIDGE_SERVICE_HOST', 'HANDOFF_PORT', 'LIVECHAT_PORT_5000_TCP_ADDR'])(
    'is not one that Kubernetes sets: %s',
    (name) => expect(findingsOf({ ...goodEnvironment(), [name]: 'x' })).toEqual([]),
  );
});
