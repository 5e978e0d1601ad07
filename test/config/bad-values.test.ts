import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { app, findingsOf, webhookSecret } from './findings.ts';
import { settingFiles } from './setting-files.ts';

const fileWith = settingFiles();

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
  ['LIVECHAT_KIND', ['intercom', 'Reference']],
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
