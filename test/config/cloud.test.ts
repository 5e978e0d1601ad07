import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { app, findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';

describe('A cloud', () => {
  it.each([
    [
      'gcc',
      'https://login.microsoftonline.com',
      'https://api.botframework.com/.default',
      'smba.infra.gcc.teams.microsoft.com',
    ],
    [
      'gcc-high',
      'https://login.microsoftonline.us',
      'https://api.botframework.us/.default',
      'smba.infra.gov.teams.microsoft.us',
    ],
    [
      'dod',
      'https://login.microsoftonline.us',
      'https://api.botframework.us/.default',
      'smba.infra.dod.teams.microsoft.us',
    ],
  ])('%s decides authority, scope and hosts together', (name, authority, scope, host) => {
    const config = readConfig({ ...goodEnvironment(), HANDOFF_CLOUD: name });
    expect(config.skillApp.authority).toBe(authority);
    expect(config.copilotApp?.authority).toBe(authority);
    expect(config.botFrameworkScope).toBe(scope);
    expect(config.allowedServiceHosts).toContain(host);
    expect(new URL(config.cloud.teamsServiceUrl ?? '').host).toBe(host);
  });

  it('may be overruled in each of these', () => {
    const changes = {
      HANDOFF_CLOUD: 'gcc-high',
      [app('LiveChat', 'AuthorityEndpoint')]: 'https://login.contoso.com',
      HANDOFF_BOT_FRAMEWORK_SCOPE: 'https://bots.contoso.com/.default',
      HANDOFF_ALLOWED_SERVICE_HOSTS: 'smba.contoso.com',
      HANDOFF_TEAMS_SERVICE_URL: 'https://smba.contoso.com/teams',
    };
    expect(readConfig({ ...goodEnvironment(), ...changes })).toMatchObject({
      skillApp: { authority: 'https://login.contoso.com' },
      copilotApp: { authority: 'https://login.microsoftonline.us' },
      botFrameworkScope: 'https://bots.contoso.com/.default',
      allowedServiceHosts: ['smba.contoso.com'],
      teamsServiceUrl: 'https://smba.contoso.com/teams',
    });
  });

  it('china wants the Bot Connector named, since none is documented', () => {
    const missing = findingsOf({ HANDOFF_CLOUD: 'china' });
    expect(missing).toEqual([expect.stringContaining('HANDOFF_TEAMS_SERVICE_URL is missing')]);
    const url = 'https://smba.botframework.azure.cn/';
    expect(findingsOf({ HANDOFF_CLOUD: 'china', HANDOFF_TEAMS_SERVICE_URL: url })).toEqual([]);
  });
});
