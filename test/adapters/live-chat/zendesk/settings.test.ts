import { describe, expect, it } from 'vitest';
import { zendeskSettings } from '../../../../src/adapters/live-chat/zendesk/settings.ts';
import type { Changes } from './world.ts';

const good: Changes = {
  LIVECHAT_BASE_URL: 'https://acme.zendesk.com/sc',
  LIVECHAT_ZENDESK_APP_ID: '5d8cff3cd55b040010928b5b',
  LIVECHAT_ZENDESK_KEY_ID: 'app_5963ceb97cde542d000dbdb1',
  LIVECHAT_ZENDESK_KEY_SECRET: 'F1ndM3IfY0uCan-42',
  LIVECHAT_ZENDESK_WEBHOOK_SECRET: '8564b3e6a8b20a4bdb68b05ce9bc5936, a564b3e6a8b20a4bdb68b05ce9bc5937',
};
const support: Changes = {
  LIVECHAT_ZENDESK_SUPPORT_URL: 'https://acme.zendesk.com/',
  LIVECHAT_ZENDESK_SUPPORT_TOKEN: 'T0kenOfSupport-4242',
};
const read = (changes: Changes = {}) => zendeskSettings.safeParse({ ...good, ...changes });
const findings = (changes: Changes) => read(changes).error?.issues.map(({ message }) => message) ?? [];

describe('The settings of Zendesk', () => {
  it.each([
    ['https://acme.zendesk.com', 'https://acme.zendesk.com/sc'],
    ['https://acme.zendesk.com/sc/', 'https://acme.zendesk.com/sc'],
    ['https://api.smooch.io', 'https://api.smooch.io'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ])('take %s for %s', (given, baseUrl) => {
    expect(read({ LIVECHAT_BASE_URL: given }).data).toMatchObject({ baseUrl });
  });

  it('have several secrets of a webhook during a rotation', () => {
    expect(read().data?.webhookSecrets).toHaveLength(2);
    expect(
      findings({ LIVECHAT_ZENDESK_WEBHOOK_SECRET: 'short,8564b3e6a8b20a4bdb68b05ce9bc5936' }),
    ).toHaveLength(1);
  });

  it('send a token of Support as an API token of its owner, or as a bearer', () => {
    expect(read(support).data?.support?.authorization).toBe('Bearer T0kenOfSupport-4242');
    const owned = { ...support, LIVECHAT_ZENDESK_SUPPORT_EMAIL: 'a@acme.com' };
    const basic = Buffer.from('a@acme.com/token:T0kenOfSupport-4242').toString('base64');
    expect(read(owned).data?.support).toMatchObject({
      url: 'https://acme.zendesk.com',
      authorization: `Basic ${basic}`,
    });
  });

  it.each([
    [{ LIVECHAT_ZENDESK_SUPPORT_URL: support.LIVECHAT_ZENDESK_SUPPORT_URL }, /SUPPORT_TOKEN is missing/],
    [{ LIVECHAT_ZENDESK_SUPPORT_TOKEN: support.LIVECHAT_ZENDESK_SUPPORT_TOKEN }, /SUPPORT_URL is missing/],
    [{ LIVECHAT_ZENDESK_GROUP_IDS: '1' }, /SUPPORT_URL beside it/],
    [{ LIVECHAT_ZENDESK_SCHEDULE_ID: '1', LIVECHAT_ZENDESK_TIME_ZONE: 'UTC' }, /SUPPORT_URL beside it/],
    [{ ...support, LIVECHAT_ZENDESK_SCHEDULE_ID: '1' }, /TIME_ZONE is missing/],
    [{ LIVECHAT_ZENDESK_TIME_ZONE: 'Berlin' }, /IANA/],
    [{ LIVECHAT_ZENDESK_CONTEXT_FIELDS: 'order' }, /pairs/],
    [{ LIVECHAT_ZENDESK_CONTEXT_FIELDS: 'order=abc,x=1' }, /pairs/],
    [{ LIVECHAT_ZENDESK_TAGS: 'a b' }, /tags/],
    [{ LIVECHAT_ZENDESK_KEY_ID: 'app:1' }, /key ID/],
  ])('%j are not usable', (changes, message) => {
    expect(findings(changes)).toEqual([expect.stringMatching(message)]);
  });
});
