import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { teamsThreadLimits } from '../adapters/channels/teams-thread-limits.ts';
import { findingsOf, webhookSecret } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';
import { settingFiles } from './setting-files.ts';

const fileWith = settingFiles();

describe('A minimal configuration', () => {
  it('has the defaults that the documentation names', () => {
    const environment = goodEnvironment();
    const config = readConfig(environment);
    expect(config).toMatchObject({
      port: 5001,
      store: 'lowdb',
      dataDirectory: './data',
      publicUrl: 'https://bridge.contoso.com',
      skill: { dialect: 'auto', endCommand: 'end handoff' },
      allowsBotFrameworkTenant: false,
      botFrameworkScope: 'https://api.botframework.com/.default',
      allowedCallers: [environment.Connections__CopilotStudioBot__Settings__ClientId],
      allowedServiceHosts: ['smba.trafficmanager.net', '.botframework.com', '.powerapps.com'],
      settings: {
        turnBudgetMs: 10_000,
        idleMs: 3_600_000,
        maxAgeMs: 86_400_000,
        laneLimit: 1000,
        laneBytes: 4_194_304,
      },
      retention: { sessionsMs: 30 * 86_400_000, textsMs: 86_400_000 },
      teams: { messageLimit: 13_824, pace: { perSecond: 50, threadLimits: teamsThreadLimits } },
      rates: {
        perConversation: 20,
        perSession: 50,
        perAddress: 20,
        bytesPerConversation: 102_400,
        bytesPerSession: 102_400,
        trustedProxies: [],
      },
      skillApp: { authority: 'https://login.microsoftonline.com' },
      copilotApp: { authority: 'https://login.microsoftonline.com' },
      liveChat: {
        kind: 'reference',
        settings: {
          baseUrl: 'https://chat.contoso.com',
          access: { kind: 'api-key', key: environment.LIVECHAT_API_KEY },
          webhookSecrets: [environment.LIVECHAT_WEBHOOK_SECRET],
        },
      },
    });
    expect(config).not.toHaveProperty('teamsServiceUrl');
  });

  it.each([
    [
      '7/1,60/30',
      [
        { most: 7, withinMs: 1000 },
        { most: 60, withinMs: 30_000 },
      ],
    ],
    ['none', []],
  ])('takes %s as limits of a conversation in Teams', (text, threadLimits) => {
    const config = readConfig({ ...goodEnvironment(), HANDOFF_TEAMS_THREAD_LIMITS: text });
    expect(config.teams.pace.threadLimits).toEqual(threadLimits);
  });

  it.each(['7', '7/0', '0/1', 'none,7/1', '7 in 1', '-1/1'])('refuses %s as such limits', (text) => {
    expect(() => readConfig({ ...goodEnvironment(), HANDOFF_TEAMS_THREAD_LIMITS: text })).toThrow(
      'HANDOFF_TEAMS_THREAD_LIMITS',
    );
  });

  it('takes white space around values, empty values as absent, and any spelling of a URL', () => {
    const changes = {
      PORT: ' 5009 ',
      HANDOFF_END_COMMAND: '  ',
      HANDOFF_PUBLIC_URL: 'HTTPS://Bridge.Contoso.com:443/base/',
      Connections__LiveChat__Settings__AuthorityEndpoint: 'HTTP://127.0.0.1:5002/entra/',
    };
    expect(readConfig({ ...goodEnvironment(), ...changes })).toMatchObject({
      port: 5009,
      skill: { endCommand: 'end handoff' },
      publicUrl: 'https://bridge.contoso.com/base',
      skillApp: { authority: 'http://127.0.0.1:5002/entra' },
    });
  });

  it('may list several callers, hosts and secrets', () => {
    const callers = [randomUUID(), randomUUID()];
    const changes = {
      HANDOFF_ALLOWED_CALLERS: `${callers.join(', ')},`,
      HANDOFF_ALLOWED_SERVICE_HOSTS: 'smba.trafficmanager.net,.powerapps.com,127.0.0.1:5002',
      LIVECHAT_WEBHOOK_SECRET: `${webhookSecret()}, ${webhookSecret()}`,
    };
    const config = readConfig({ ...goodEnvironment(), ...changes });
    expect(config.allowedCallers).toEqual(callers);
    expect(config.allowedServiceHosts).toHaveLength(3);
    expect(config.liveChat.settings).toMatchObject({
      webhookSecrets: changes.LIVECHAT_WEBHOOK_SECRET.split(', '),
    });
  });

  it('may name proxies, by address or network', () => {
    const changes = {
      HANDOFF_TRUSTED_PROXY: '10.0.0.1, 192.168.0.0/16,fd00::/8',
      HANDOFF_RATE_PER_SESSION: '0.5',
    };
    expect(readConfig({ ...goodEnvironment(), ...changes }).rates).toMatchObject({
      perSession: 0.5,
      trustedProxies: ['10.0.0.1', '192.168.0.0/16', 'fd00::/8'],
    });
  });

  it('may replace sentences', () => {
    const HANDOFF_SENTENCES_FILE = fileWith('{"closed":"Wir haben geschlossen."}');
    const { sentences } = readConfig({ ...goodEnvironment(), HANDOFF_SENTENCES_FILE }).settings;
    expect(sentences.closed).toBe('Wir haben geschlossen.');
    expect(sentences.noAgents).toMatch(/busy/);
  });

  it.each([
    [
      'a reference live chat on loopback needs no key',
      { LIVECHAT_BASE_URL: 'http://127.0.0.1:5000', LIVECHAT_API_KEY: undefined },
    ],
    ['the sample needs no key', { LIVECHAT_KIND: 'contoso-sample', LIVECHAT_API_KEY: undefined }],
    [
      'the sample may be unsigned',
      {
        LIVECHAT_KIND: 'contoso-sample',
        LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: 'true',
        LIVECHAT_WEBHOOK_SECRET: undefined,
      },
    ],
    [
      'a scope does instead of a key',
      { LIVECHAT_API_KEY: undefined, LIVECHAT_OAUTH_SCOPE: 'api://x/.default' },
    ],
    ['operators may have a token', { HANDOFF_ADMIN_TOKEN: randomBytes(24).toString('base64url') }],
    [
      'the Teams service URL may be set',
      { HANDOFF_TEAMS_SERVICE_URL: 'https://smba.trafficmanager.net/emea/' },
    ],
  ])('is enough: %s', (_, changes) => expect(findingsOf(changes)).toEqual([]));
});
