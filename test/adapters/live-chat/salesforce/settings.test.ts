import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { salesforceSettings } from '../../../../src/adapters/live-chat/salesforce/settings.ts';
import { environmentAt } from './organization.ts';

const good = environmentAt('https://contoso.my.salesforce-scrt.com');
const pem = (good.LIVECHAT_SALESFORCE_PRIVATE_KEY ?? '').replaceAll('\\n', '\n');
const withKey = (key: string) =>
  salesforceSettings.safeParse({ ...good, LIVECHAT_SALESFORCE_PRIVATE_KEY: key });

const privateKeyOf = ({ privateKey }: ReturnType<typeof generateKeyPairSync>): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('The key of Salesforce', () => {
  it.each([
    ['PEM', pem],
    ['PEM on one line', pem.replaceAll('\n', '\\n')],
    ['the base64 of PEM', Buffer.from(pem).toString('base64')],
  ])('is taken as %s', (_, key) => {
    expect(withKey(key).data?.verification.key.asymmetricKeyType).toBe('rsa');
  });

  it.each([
    ['no key', 'secret'],
    ['of a curve', privateKeyOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
    ['too short', privateKeyOf(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
    ['a certificate', pem.replaceAll('PRIVATE KEY', 'CERTIFICATE')],
  ])('is refused where it is %s, and not shown', (_, key) => {
    const { error } = withKey(key);
    expect(error?.issues.map(({ path }) => path)).toEqual([['LIVECHAT_SALESFORCE_PRIVATE_KEY']]);
    expect(error?.message).not.toContain(key.slice(0, 20));
  });
});

describe('The organization id', () => {
  it.each([
    ['00Dxx0000001gPl', '00Dxx0000001gPl'],
    ['00Dxx0000001gPlEAI', '00Dxx0000001gPl'],
    ['001xx0000001gPl', undefined],
    ['00Dxx0000001gPlE', undefined],
  ])('%s is %s', (given, expected) => {
    const parsed = salesforceSettings.safeParse({ ...good, LIVECHAT_SALESFORCE_ORG_ID: given });
    expect(parsed.data?.orgId).toBe(expected);
  });
});
