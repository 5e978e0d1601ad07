import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { numberSetting } from '../../settings/numbers.ts';
import { setting } from '../../settings/setting.ts';
import { when } from '../../settings/texts.ts';
import { urlIn } from '../../settings/urls.ts';
import { baseUrlSetting } from '../callback-settings.ts';
import type { VerificationKey } from './access/identity-token.ts';

export interface SalesforceSettings {
  /** Of the messaging service, without a trailing slash. */
  readonly baseUrl: string;
  /** Fifteen characters. */
  readonly orgId: string;
  /** The API name of the deployment. */
  readonly deployment: string;
  readonly verification: VerificationKey;
  readonly tokensPerMinute: number;
  readonly messagesPerMinute: number;
}

const fewestBits = 2048;

/** Where the messaging service is, which deployment is used, and how it knows that a customer is ours. */
export const salesforceSettings = z
  .object({
    LIVECHAT_BASE_URL: baseUrlSetting,
    LIVECHAT_SALESFORCE_ORG_ID: setting(
      {
        description: 'the id of the organization, as the code snippet of the deployment has it',
        expected: 'an organization id of 15 or 18 letters and digits that begins with 00D',
        example: '00Dxx0000001gPl',
      },
      (text) => (/^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(text) ? text.slice(0, 15) : undefined),
    ),
    LIVECHAT_SALESFORCE_DEPLOYMENT: setting(
      {
        description: 'the API name of the Enhanced Chat deployment of type Custom Client, `esDeveloperName`',
        expected: 'the API name of a deployment: letters, digits and underscores',
        example: 'Handoff_Bridge',
      },
      when((text) => /^[A-Za-z]\w{0,79}$/.test(text)),
    ),
    LIVECHAT_SALESFORCE_PRIVATE_KEY: setting(
      {
        description:
          'the private RSA key whose certificate is in the key set for user verification: PEM, in which `\\n` may stand for a line break, or the base64 of it',
        expected: 'a private RSA key of 2048 bits or more, as PEM or as base64 of PEM',
        isSecret: true,
      },
      privateKeyIn,
    ),
    LIVECHAT_SALESFORCE_KEY_ID: setting(
      {
        description: 'the `kid` of that key in the key set',
        expected: 'at most 200 characters without white space',
        example: 'handoff-bridge-1',
      },
      when((text) => /^[\x21-\x7e]{1,200}$/.test(text)),
    ),
    LIVECHAT_SALESFORCE_ISSUER: setting(
      {
        description: 'the issuer of tokens, as the key set for user verification names it',
        expected: 'at most 255 characters without white space',
        example: 'https://bridge.contoso.com',
      },
      when((text) => /^[\x21-\x7e]{1,255}$/.test(text)),
    ),
    LIVECHAT_SALESFORCE_AUDIENCE: setting(
      {
        description: 'the address of My Domain, for which the tokens are',
        expected: 'the https address of My Domain, or http on loopback',
        example: 'https://contoso.my.salesforce.com',
      },
      urlIn,
    ),
    LIVECHAT_SALESFORCE_TOKENS_PER_MINUTE: numberSetting({
      description:
        'how many chats this process starts a minute: below the 200 tokens a minute of an organization, which replicas share',
      min: 1,
      max: 1_000_000,
      byDefault: 150,
      isWhole: true,
    }),
    LIVECHAT_SALESFORCE_MESSAGES_PER_MINUTE: numberSetting({
      description:
        'how many messages go into one conversation a minute: below the 22 that Salesforce takes of a conversation',
      min: 1,
      max: 1_000_000,
      byDefault: 20,
      isWhole: true,
    }),
  })
  .transform(
    (its): SalesforceSettings => ({
      baseUrl: its.LIVECHAT_BASE_URL,
      orgId: its.LIVECHAT_SALESFORCE_ORG_ID,
      deployment: its.LIVECHAT_SALESFORCE_DEPLOYMENT,
      verification: {
        key: its.LIVECHAT_SALESFORCE_PRIVATE_KEY,
        keyId: its.LIVECHAT_SALESFORCE_KEY_ID,
        issuer: its.LIVECHAT_SALESFORCE_ISSUER,
        audience: its.LIVECHAT_SALESFORCE_AUDIENCE,
      },
      tokensPerMinute: its.LIVECHAT_SALESFORCE_TOKENS_PER_MINUTE,
      messagesPerMinute: its.LIVECHAT_SALESFORCE_MESSAGES_PER_MINUTE,
    }),
  );

function privateKeyIn(text: string): KeyObject | undefined {
  const isPem = text.includes('-----BEGIN');
  const pem = isPem ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8');
  try {
    const key = createPrivateKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= fewestBits ? key : undefined;
  } catch {
    // What cannot be read is no key.
    return undefined;
  }
}
