import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { teamsThreadLimits } from '../../src/adapters/channels/teams/rate-limiter.ts';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { goodEnvironment } from './good-environment.ts';

const app = (connection: string, name: string) => `Connections__${connection}__Settings__${name}`;

/** What is found in a good environment with these changes; an `undefined` takes a setting away. */
function findingsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig({ ...goodEnvironment(), ...changes });
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

const directory = mkdtempSync(join(tmpdir(), 'handoff-config-'));
afterAll(() => rmSync(directory, { recursive: true }));
const fileWith = (text: string): string => {
  const path = join(directory, `${randomBytes(6).toString('hex')}.json`);
  writeFileSync(path, text);
  return path;
};

const webhookSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

describe('What is traced', () => {
  const tracingWith = (changes: Readonly<Record<string, string>>) =>
    readConfig({ ...goodEnvironment(), ...changes }).tracing;
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

  it.each([
    {},
    { OTEL_SERVICE_NAME: 'bridge' },
    { ...endpoint, OTEL_SDK_DISABLED: 'true' },
    { ...endpoint, OTEL_TRACES_EXPORTER: 'none' },
  ])('is nothing with %j', (changes) => expect(tracingWith(changes)).toBeUndefined());

  it.each([
    [{}, { root: 'all', callerDecides: true }],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, { root: 'all', callerDecides: false }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { root: 'none', callerDecides: true }],
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      { root: { share: 0.25 }, callerDecides: false },
    ],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, { root: { share: 1 }, callerDecides: true }],
  ] as const)('with an endpoint and %j is as OpenTelemetry says', (changes, tracing) => {
    expect(tracingWith({ ...endpoint, ...changes })).toEqual(tracing);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
    [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    [{ ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER'],
    [{ ...endpoint, OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER'],
    [{ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '7' }, 'OTEL_TRACES_SAMPLER_ARG'],
    [{ OTEL_SDK_DISABLED: 'perhaps' }, 'OTEL_SDK_DISABLED'],
  ])('with %j is not settled, and the service does not start', (changes, name) => {
    expect(findingsOf(changes)).toEqual([expect.stringContaining(`${name} is not usable; expected`)]);
  });
});

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
    expect(config.copilotApp.authority).toBe(authority);
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

describe('The way out', () => {
  const proxiesWith = (changes: Readonly<Record<string, string>>) =>
    readConfig({ ...goodEnvironment(), ...changes }).proxies;

  it.each([
    [{}, undefined],
    [{ NO_PROXY: '*' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, { https: 'http://proxy:3128', exclusions: [] }],
    [
      { https_proxy: 'proxy:3128', HTTPS_PROXY: 'http://other' },
      { https: 'http://proxy:3128', exclusions: [] },
    ],
    [{ HTTP_PROXY: 'https://u:p@proxy' }, { http: 'https://u:p@proxy', exclusions: [] }],
    [
      { HTTPS_PROXY: 'proxy', no_proxy: 'a.test, .b.test 10.0.0.0/8,', NO_PROXY: 'c.test' },
      { https: 'http://proxy', exclusions: ['a.test', '.b.test', '10.0.0.0/8'] },
    ],
  ])('with %j is as most programs have it', (changes, proxies) => {
    expect(proxiesWith(changes as Record<string, string>)).toEqual(proxies);
  });

  it.each(['socks5://proxy:1080', 'http://', 'http://proxy/path', 'http://u:SECRET@proxy:x', 'a b'])(
    'by the proxy %s is refused, and its password is not told',
    (HTTPS_PROXY) => {
      const findings = findingsOf({ HTTPS_PROXY });
      expect(findings).toEqual([
        expect.stringContaining('HTTPS_PROXY is not usable; expected http://host:port'),
      ]);
      expect(findings.join()).not.toContain('SECRET');
    },
  );

  it('with certificates that cannot be read is refused', () => {
    for (const NODE_EXTRA_CA_CERTS of ['/nonexistent.pem', fileWith('no certificate')]) {
      expect(findingsOf({ NODE_EXTRA_CA_CERTS })).toEqual([
        expect.stringContaining('NODE_EXTRA_CA_CERTS is not usable; expected a file of certificates'),
      ]);
    }
  });
});

describe('A minimal configuration', () => {
  it('has the defaults that the documentation names', () => {
    const environment = goodEnvironment();
    const config = readConfig(environment);
    expect(config).toMatchObject({
      port: 5001,
      store: 'lowdb',
      dataDirectory: './data',
      publicUrl: 'https://bridge.contoso.com',
      dialect: 'auto',
      allowsBotFrameworkTenant: false,
      botFrameworkScope: 'https://api.botframework.com/.default',
      endCommand: 'end handoff',
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
      teamsPace: { perSecond: 50, threadLimits: teamsThreadLimits },
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
        baseUrl: 'https://chat.contoso.com',
        access: { kind: 'api-key', key: environment.LIVECHAT_API_KEY },
        webhookSecrets: [environment.LIVECHAT_WEBHOOK_SECRET],
        allowUnsignedCallbacks: false,
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
    expect(config.teamsPace.threadLimits).toEqual(threadLimits);
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
      endCommand: 'end handoff',
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
    expect(config.liveChat.webhookSecrets).toHaveLength(2);
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

const published = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const bad: readonly [string, readonly (string | undefined)[]][] = [
  ['PORT', ['-1', '65536', 'http', '5001.5', '5001 5002', 'NaN']],
  [
    'HANDOFF_PUBLIC_URL',
    [undefined, 'bridge', 'http://bridge.contoso.com', 'ftp://x.y', 'https://u:p@x.y', 'https://:p@x.y'],
  ],
  ['HANDOFF_PUBLIC_URL', ['https://x.y/?a=1', 'https://x.y/#a', 'http://127.0.0.1.evil.example']],
  ['HANDOFF_STORE', ['Postgres', 'LOWDB']],
  [
    'HANDOFF_ALLOWED_CALLERS',
    ['*', `${randomUUID()},*`, ',', 'Contoso Agent', `${randomUUID()},contoso`, `${randomUUID()}*`],
  ],
  [
    'HANDOFF_ALLOWED_SERVICE_HOSTS',
    ['*', '.com', '.trafficmanager.net', '.co.uk', 'https://a.b', 'a.b/c', 'a b', ',', '.', 'a.b:x'],
  ],
  [
    'HANDOFF_TEAMS_SERVICE_URL',
    [
      'https://evil.example/',
      'smba.trafficmanager.net',
      'http://smba.trafficmanager.net/',
      'https://smba.trafficmanager.net/emea/<tenant-id>/',
    ],
  ],
  ['HANDOFF_CLOUD', ['usgov', 'GCC High', 'https://login.microsoftonline.us']],
  [
    'HANDOFF_BOT_FRAMEWORK_SCOPE',
    ['https://api.botframework.us', 'https://a.b/.default/.default', 'a b/.default', '/.default'],
  ],
  ['HANDOFF_ALLOW_BOT_FRAMEWORK_TENANT', ['yes', '1', 'd6d49420-f39b-4df7-a1dc-d59a935871db']],
  ['HANDOFF_SKILL_DIALECT', ['both', 'Reference']],
  ['HANDOFF_TURN_BUDGET_MS', ['0', '15000', 'ten', '-5', 'Infinity']],
  ['HANDOFF_IDLE_MINUTES', ['0', '-1', 'x']],
  ['HANDOFF_MAX_HOURS', ['0', '-1', 'x']],
  [
    'HANDOFF_SENTENCES_FILE',
    ['/nonexistent.json', fileWith('{'), fileWith('{"unknown":"x"}'), fileWith('{"closed":5}')],
  ],
  ['HANDOFF_RETENTION_DAYS', ['6', '0', '-1', 'x']],
  ['HANDOFF_TEXT_RETENTION_HOURS', ['-1', 'x', 'Infinity']],
  ['HANDOFF_ADMIN_TOKEN', ['short', 'changemechangeme', '<your admin token>', 'one two three four five']],
  ...['PER_CONVERSATION', 'PER_SESSION', 'PER_ADDRESS', 'KB_PER_CONVERSATION', 'KB_PER_SESSION'].map(
    (whose): (typeof bad)[number] => [`HANDOFF_RATE_${whose}`, ['0', '-1', '20/s', 'unlimited', 'Infinity']],
  ),
  [
    'HANDOFF_TRUSTED_PROXY',
    ['*', 'proxy.contoso.com', '0.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', '::/0', '10.0.0.1/'],
  ],
  ['LIVECHAT_KIND', ['genesys', 'Reference']],
  ['LIVECHAT_BASE_URL', [undefined, 'chat', 'http://chat.contoso.com', 'http://10.0.0.1:5000']],
  [
    'LIVECHAT_API_KEY',
    [undefined, 'short', 'changemechangeme', 'aaaaaaaaaaaaaaaaaaaa', '<your api key here>'],
  ],
  [
    'LIVECHAT_WEBHOOK_SECRET',
    [undefined, 'secret', 'whsec_', 'whsec_c2hvcnQ=', published, `whsec_${'A'.repeat(32)}`],
  ],
  [
    'LIVECHAT_WEBHOOK_SECRET',
    [`${webhookSecret()},short`, randomBytes(24).toString('base64'), 'whsec_ä'.padEnd(50, 'b')],
  ],
  ['LIVECHAT_ALLOW_UNSIGNED_CALLBACKS', ['true', 'yes', '1']],
  ...['LiveChat', 'CopilotStudioBot'].flatMap((connection): typeof bad => [
    [
      app(connection, 'TenantId'),
      [undefined, ' ', 'contoso.onmicrosoft.com', 'common', 'Organizations', 'consumers', 'your-tenant-id'],
    ],
    [
      app(connection, 'TenantId'),
      [
        '00000000-0000-0000-0000-000000000000',
        `https://sts.windows.net/${randomUUID()}/`,
        `${randomUUID()}0`,
      ],
    ],
    [
      app(connection, 'ClientId'),
      [undefined, '', 'HandoverToLiveAgentSample', 'api://contoso/skill', `x${randomUUID()}`],
    ],
    [
      app(connection, 'ClientSecret'),
      [undefined, 'short', 'your-client-secret', 'xxxxxxxxxxxxxxxxxxxx', '<the secret value>', randomUUID()],
    ],
    [app(connection, 'AuthorityEndpoint'), ['login', 'http://login.example', 'https://u:p@login.example']],
    [
      app(connection, 'AuthorityEndpoint'),
      [
        'https://login.microsoftonline.com/common',
        'https://login.microsoftonline.com/organizations/v2.0',
        'https://login.microsoftonline.com/contoso.onmicrosoft.com',
        'https://login.microsoftonline.com/{{TenantId}}',
        `https://login.microsoftonline.com/${randomUUID()}`,
      ],
    ],
  ]),
];

describe('A bad value is a finding that names its setting and not the value:', () => {
  it.each(bad)('%s', (name, values) => {
    for (const value of values) {
      const findings = findingsOf({ [name]: value });
      expect(
        findings.some((each) => each.startsWith(name)),
        String(value),
      ).toBe(true);
      expect(findings).toHaveLength(1);
      if (value !== undefined && value.trim().length > 12) expect(findings.join()).not.toContain(value);
    }
  });

  it('a key and a scope at once', () => {
    expect(findingsOf({ LIVECHAT_OAUTH_SCOPE: 'api://x/.default' })).toEqual([
      expect.stringMatching(/LIVECHAT_API_KEY and LIVECHAT_OAUTH_SCOPE/),
    ]);
  });

  it("one app for both, since the skill's tokens would be the copilot's", () => {
    const ClientId = randomUUID();
    const changes = {
      [app('LiveChat', 'ClientId')]: ClientId,
      [app('CopilotStudioBot', 'ClientId')]: ` {${ClientId.toUpperCase()}}`,
    };
    expect(findingsOf(changes)).toEqual([expect.stringContaining(app('LiveChat', 'ClientId'))]);
  });

  it('a scope for the live chat that Entra gives no token for', () => {
    for (const LIVECHAT_OAUTH_SCOPE of ['api://x', 'api://x/access_as_user', '/.default', 'x y/.default']) {
      expect(findingsOf({ LIVECHAT_API_KEY: undefined, LIVECHAT_OAUTH_SCOPE })).toEqual([
        expect.stringContaining('LIVECHAT_OAUTH_SCOPE is not usable; expected'),
      ]);
    }
  });
});

describe('All findings', () => {
  it('are told at once, each with what it expects, and without a secret', () => {
    const secrets = {
      [app('LiveChat', 'ClientSecret')]: 'MARKER-short',
      LIVECHAT_WEBHOOK_SECRET: 'MARKER-whsec',
    };
    let message = '';
    try {
      readConfig({ PORT: 'x', LIVECHAT_KIND: 'y', LIVECHAT_API_KEY: 'MARKER-key', ...secrets });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    const findings = message.split('\n').slice(1);
    expect(findings).toHaveLength(12);
    for (const finding of findings) expect(finding).toMatch(/^ {2}- [\w]+.*expected .+\.$/);
    expect(message).not.toContain('MARKER');
  });
});
