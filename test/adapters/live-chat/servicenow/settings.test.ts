import { describe, expect, it } from 'vitest';
import { serviceNowSettings } from '../../../../src/adapters/live-chat/servicenow/settings.ts';
import { environmentFor, secret } from './scripted-instance.ts';

const url = 'https://contoso.service-now.com';
const findings = (changes: Readonly<Record<string, string | undefined>>) => {
  const given = Object.entries({ ...environmentFor(url), ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  const read = serviceNowSettings.safeParse(Object.fromEntries(given));
  return read.success ? [] : read.error.issues.map(({ path, message }) => [...path, message].join(': '));
};
const settings = (changes: Readonly<Record<string, string>> = {}) =>
  serviceNowSettings.parse(environmentFor(`${url}/`, changes));

const none = { LIVECHAT_SERVICENOW_USER: undefined, LIVECHAT_SERVICENOW_PASSWORD: undefined };

describe('The settings of ServiceNow', () => {
  it('are Basic and a static header unless told otherwise', () => {
    expect(settings()).toMatchObject({
      baseUrl: url,
      access: { user: { kind: 'basic', user: 'handoff.bridge' }, message: { kind: 'none' } },
      callbacks: { kind: 'header', header: 'x-handoff-bridge-key', secrets: [expect.any(String)] },
      conversation: { timezone: 'UTC', contextVariables: { live_agent_only: 'true' } },
      isThirdPartyChat: false,
    });
  });

  it('find the token endpoint at the instance', () => {
    const changes = {
      LIVECHAT_SERVICENOW_AUTH: 'oauth',
      LIVECHAT_SERVICENOW_CLIENT_ID: 'app',
      LIVECHAT_SERVICENOW_CLIENT_SECRET: secret(),
    };
    expect(settings(changes).access.user).toMatchObject({ kind: 'oauth', tokenUrl: `${url}/oauth_token.do` });
  });

  it.each([
    ['AUTH', 'basic', ['USER', 'PASSWORD']],
    ['AUTH', 'oauth', ['CLIENT_ID', 'CLIENT_SECRET']],
    ['MESSAGE_AUTH', 'static', ['TOKEN', 'USER', 'PASSWORD']],
    ['MESSAGE_AUTH', 'hash', ['TOKEN', 'USER', 'PASSWORD']],
  ])('say what %s=%s needs', (choice, kind, names) => {
    const found = findings({ ...none, [`LIVECHAT_SERVICENOW_${choice}`]: kind });
    expect(found.map((each) => / is missing; expected one for /.test(each))).toEqual(names.map(() => true));
    for (const name of names) expect(found.join()).toContain(`LIVECHAT_SERVICENOW_${name} is missing`);
  });

  it('want one of the two ways', () => {
    expect(findings({ ...none, LIVECHAT_SERVICENOW_AUTH: 'none' })).toEqual([
      'LIVECHAT_SERVICENOW_MESSAGE_AUTH is not usable; expected static or hash where LIVECHAT_SERVICENOW_AUTH is none.',
    ]);
    const alone = { LIVECHAT_SERVICENOW_MESSAGE_AUTH: 'hash', LIVECHAT_SERVICENOW_TOKEN: secret() };
    expect(findings({ ...none, ...alone, LIVECHAT_SERVICENOW_AUTH: 'none' })).toEqual([]);
  });

  it('want a secret of the callbacks', () => {
    expect(findings({ LIVECHAT_SERVICENOW_CALLBACK_SECRET: undefined })).toEqual([
      'LIVECHAT_SERVICENOW_CALLBACK_SECRET is missing; expected at least 16 printable characters and not an example, several comma-separated.',
    ]);
  });

  it('say that Basic callbacks need a user', () => {
    expect(findings({ LIVECHAT_SERVICENOW_CALLBACK_AUTH: 'basic' })).toEqual([
      'LIVECHAT_SERVICENOW_CALLBACK_USER is missing; expected one for LIVECHAT_SERVICENOW_CALLBACK_AUTH=basic.',
    ]);
  });

  it.each([
    ['LIVECHAT_BASE_URL', ['http://contoso.service-now.com', 'contoso', undefined]],
    ['LIVECHAT_SERVICENOW_AUTH', ['Basic', 'jwt']],
    ['LIVECHAT_SERVICENOW_MESSAGE_AUTH', ['token']],
    ['LIVECHAT_SERVICENOW_USER', ['a:b', 'a\nb']],
    ['LIVECHAT_SERVICENOW_TOKEN_URL', ['http://contoso.service-now.com/oauth_token.do', '/oauth_token.do']],
    ['LIVECHAT_SERVICENOW_TOKEN', ['short', 'with a blank in it', 'your-client-secret-here']],
    ['LIVECHAT_SERVICENOW_TIMEZONE', ['Mars/Base', '']],
    ['LIVECHAT_SERVICENOW_CONTEXT_VARIABLES', ['live_agent_only', '=true', '1a=b', 'a=b\u0000']],
    ['LIVECHAT_SERVICENOW_EMAIL_VARIABLE', ['a b', '']],
    ['LIVECHAT_SERVICENOW_CALLBACK_HEADER', ['x y', 'x:', '']],
    ['LIVECHAT_SERVICENOW_CALLBACK_SECRET', ['short', `${secret()},short`, '']],
    ['LIVECHAT_SERVICENOW_THIRD_PARTY_CHAT', ['yes']],
  ])('refuse a bad %s, and never show it', (name, values) => {
    for (const value of values) {
      const [first, ...more] = findings({ [name]: value });
      expect(first).toMatch(new RegExp(`^${name}: expected `));
      expect(more).toEqual([]);
    }
  });

  it('take no variables at all', () => {
    const changes = {
      LIVECHAT_SERVICENOW_CONTEXT_VARIABLES: '',
      LIVECHAT_SERVICENOW_CATEGORY: 'Human resources',
    };
    expect(settings(changes).conversation.contextVariables).toEqual({ b2b_category: 'Human resources' });
  });
});
