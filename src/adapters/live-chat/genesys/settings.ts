import { z } from 'zod';
import { flagSetting } from '../../settings/choices.ts';
import { missing, notUsable, together } from '../../settings/findings.ts';
import { guidIn } from '../../settings/guid.ts';
import { numberSetting } from '../../settings/numbers.ts';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { partsOf, when } from '../../settings/texts.ts';
import { isLoopbackUrl, urlIn } from '../../settings/urls.ts';
import { baseUrlSetting } from '../callback-settings.ts';

export interface GenesysSettings {
  /** Of the platform's API, without a trailing slash. */
  readonly baseUrl: string;
  /** Where tokens come from, without a trailing slash. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the Open Messaging integration. */
  readonly integrationId: string;
  /** Any of them, so that one can replace the other. */
  readonly webhookSecrets: readonly string[];
  /** The queue that is asked for agents and wait; absent where nothing is asked. */
  readonly queueId?: string;
  /** Whether a start is refused while no agent is on that queue. */
  readonly refusesWithoutAgents: boolean;
  readonly requestsPerMinute: number;
  /** Whether agents' words that the webhook did not bring are read from the conversation. */
  readonly readsMissedWords: boolean;
}

const expectedSecret =
  'the signature secret of the integration, at least 16 characters; several comma-separated';

const guidSetting = (description: string) =>
  setting({ description, expected: 'a GUID, and not only zeros' }, guidIn);

/** Where Genesys Cloud is, which integration is the bridge's, and how both trust each other. */
export const genesysSettings = z
  .object({
    LIVECHAT_BASE_URL: baseUrlSetting,
    LIVECHAT_GENESYS_LOGIN_URL: setting(
      {
        description: 'where the OAuth client gets its tokens',
        expected: 'the https address of the login host of the region, or http on loopback',
        example: 'https://login.mypurecloud.de',
        isOptional: true,
        whenAbsent: '`login.` in place of `api.` in `LIVECHAT_BASE_URL`',
      },
      urlIn,
    ),
    LIVECHAT_GENESYS_CLIENT_ID: guidSetting('the id of the OAuth client, whose grant is Client Credentials'),
    LIVECHAT_GENESYS_CLIENT_SECRET: setting(
      {
        description: 'its secret',
        expected: 'the secret of the OAuth client, at least 16 printable characters and not an example',
        isSecret: true,
      },
      when((text) => isSecret(text) && /^[\x21-\x7e]+$/.test(text)),
    ),
    LIVECHAT_GENESYS_INTEGRATION_ID: guidSetting('the id of the Open Messaging integration'),
    LIVECHAT_GENESYS_WEBHOOK_SECRET: setting(
      {
        description:
          'the outbound notification webhook signature secret of the integration; two, comma-separated, during rotation',
        expected: expectedSecret,
        isSecret: true,
      },
      (text) => {
        const secrets = partsOf(text);
        return secrets.length > 0 && secrets.every(isSecret) ? secrets : undefined;
      },
    ),
    LIVECHAT_GENESYS_QUEUE_ID: setting(
      {
        description:
          'the queue that customers come to, which is asked for agents and for the wait before a start',
        expected: 'a GUID',
        isOptional: true,
        whenAbsent: 'nothing is asked',
      },
      guidIn,
    ),
    LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS: flagSetting({
      description:
        '`true` refuses a start while no agent is on that queue; else the customer waits in the queue',
    }),
    LIVECHAT_GENESYS_IGNORE_MISSED_WORDS: flagSetting({
      description:
        '`true` only where customers read an agent’s words twice: words that the webhook did not bring are then not read from the conversation',
    }),
    LIVECHAT_GENESYS_REQUESTS_PER_MINUTE: numberSetting({
      description: 'how many requests this process sends a minute: below the limit of a token, which is 300',
      min: 60,
      max: 1_000_000,
      byDefault: 240,
      isWhole: true,
    }),
  })
  .check(
    together(['LIVECHAT_BASE_URL', 'LIVECHAT_GENESYS_LOGIN_URL'], (its) =>
      loginUrlIn(its.LIVECHAT_BASE_URL, its.LIVECHAT_GENESYS_LOGIN_URL) === undefined
        ? [
            missing(
              'LIVECHAT_GENESYS_LOGIN_URL',
              'it where LIVECHAT_BASE_URL does not begin with https://api.',
            ),
          ]
        : [],
    ),
    together(['LIVECHAT_GENESYS_QUEUE_ID', 'LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS'], (its) =>
      its.LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS && its.LIVECHAT_GENESYS_QUEUE_ID === undefined
        ? [notUsable('LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS', 'false without LIVECHAT_GENESYS_QUEUE_ID')]
        : [],
    ),
  )
  .transform((its): GenesysSettings => {
    const { LIVECHAT_BASE_URL: baseUrl, LIVECHAT_GENESYS_QUEUE_ID: queueId } = its;
    return {
      baseUrl,
      loginUrl: loginUrlIn(baseUrl, its.LIVECHAT_GENESYS_LOGIN_URL) ?? baseUrl,
      clientId: its.LIVECHAT_GENESYS_CLIENT_ID,
      clientSecret: its.LIVECHAT_GENESYS_CLIENT_SECRET,
      integrationId: its.LIVECHAT_GENESYS_INTEGRATION_ID,
      webhookSecrets: its.LIVECHAT_GENESYS_WEBHOOK_SECRET,
      ...(queueId !== undefined && { queueId }),
      refusesWithoutAgents: its.LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS,
      requestsPerMinute: its.LIVECHAT_GENESYS_REQUESTS_PER_MINUTE,
      readsMissedWords: !its.LIVECHAT_GENESYS_IGNORE_MISSED_WORDS,
    };
  });

/** Each region has both hosts side by side. */
function loginUrlIn(baseUrl: string, given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  if (isLoopbackUrl(baseUrl)) return baseUrl;
  return baseUrl.startsWith('https://api.') ? baseUrl.replace('https://api.', 'https://login.') : undefined;
}
