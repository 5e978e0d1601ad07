import { describe, expect, it } from 'vitest';
import { chatwootSettings } from '../../../../src/adapters/live-chat/chatwoot/settings.ts';

const secret = 'the-secret-of-the-inbox';
const good = {
  LIVECHAT_BASE_URL: 'https://chat.contoso.com/',
  LIVECHAT_CHATWOOT_INBOX_IDENTIFIER: 'kP3vQ8sYbT1nXcR6mZdW9hLa',
  LIVECHAT_CHATWOOT_WEBHOOK_SECRET: secret,
};
const findings = (changes: Readonly<Record<string, string | undefined>>) =>
  chatwootSettings.safeParse({ ...good, ...changes }).error?.issues.map(({ message }) => message) ?? [];

describe('The settings of Chatwoot', () => {
  it('are an address, an inbox and its secret at least', () => {
    expect(chatwootSettings.parse(good)).toEqual({
      baseUrl: 'https://chat.contoso.com',
      inboxIdentifier: 'kP3vQ8sYbT1nXcR6mZdW9hLa',
      webhookSecrets: [secret],
      allowUnsignedCallbacks: false,
      requestsPerMinute: 2400,
      messagesPerMinute: 120,
      listingsPerMinute: 300,
    });
  });

  it('want a secret, unless callbacks may be unsigned', () => {
    const none = { LIVECHAT_CHATWOOT_WEBHOOK_SECRET: undefined };
    expect(findings(none)).toEqual([expect.stringContaining('LIVECHAT_CHATWOOT_WEBHOOK_SECRET is missing')]);
    expect(findings({ ...none, LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS: 'true' })).toEqual([]);
  });

  it('want token and account together', () => {
    expect(findings({ LIVECHAT_CHATWOOT_API_TOKEN: 'an-agents-access-token' })).toEqual([
      expect.stringContaining('LIVECHAT_CHATWOOT_ACCOUNT_ID is missing'),
    ]);
    expect(findings({ LIVECHAT_CHATWOOT_ACCOUNT_ID: '1' })).toEqual([
      expect.stringContaining('LIVECHAT_CHATWOOT_API_TOKEN is missing'),
    ]);
  });

  it.each([
    ['LIVECHAT_BASE_URL', 'http://chat.contoso.com'],
    ['LIVECHAT_CHATWOOT_INBOX_IDENTIFIER', 'a/../b'],
    ['LIVECHAT_CHATWOOT_WEBHOOK_SECRET', `${secret},short`],
    ['LIVECHAT_CHATWOOT_HMAC_TOKEN', 'changeme-changeme'],
  ])('refuse %s=%s', (name, value) => {
    expect(findings({ [name]: value })).toEqual([expect.stringContaining('expected')]);
  });
});
