import { z } from 'zod';
import { flagSetting } from '../../settings/choices.ts';
import { missing, together } from '../../settings/findings.ts';
import { numberSetting } from '../../settings/numbers.ts';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { partsOf, when } from '../../settings/texts.ts';
import { baseUrlSetting } from '../callback-settings.ts';

/** An agent's access to the account: for private notes, for who is online, and for what a bot holds. */
export interface AgentAccess {
  readonly token: string;
  readonly accountId: string;
}

export interface ChatwootSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly inboxIdentifier: string;
  readonly hmacToken?: string;
  readonly webhookSecrets: readonly string[];
  readonly allowUnsignedCallbacks: boolean;
  readonly agent?: AgentAccess;
  readonly requestsPerMinute: number;
  readonly messagesPerMinute: number;
  /** 0 where nothing is listed. */
  readonly listingsPerMinute: number;
}

const expectedSecret = 'the secret of the API inbox, at least 16 characters; several comma-separated';
const secretExpected = { expected: 'at least 16 characters and not an example', isSecret: true } as const;

/** Where Chatwoot is, which of its API inboxes is used, and how that and the bridge trust each other. */
export const chatwootSettings = z
  .object({
    LIVECHAT_BASE_URL: baseUrlSetting,
    LIVECHAT_CHATWOOT_INBOX_IDENTIFIER: setting(
      {
        description: 'the identifier of the API inbox, which its settings show',
        expected: "the API inbox's identifier, letters and digits",
        example: 'kP3vQ8sYbT1nXcR6mZdW9hLa',
      },
      when((text) => /^[\w-]{1,128}$/.test(text)),
    ),
    LIVECHAT_CHATWOOT_HMAC_TOKEN: setting(
      {
        ...secretExpected,
        description:
          'the HMAC token of the inbox: contacts are then verified, which an inbox with mandatory verification demands',
        isOptional: true,
        whenAbsent: 'contacts are not verified',
      },
      when(isSecret),
    ),
    LIVECHAT_CHATWOOT_WEBHOOK_SECRET: setting(
      {
        description:
          'the secret with which the inbox signs its webhooks, since Chatwoot 4.13; two, comma-separated, during rotation',
        expected: expectedSecret,
        isSecret: true,
        isOptional: true,
        whenAbsent: 'required, unless callbacks may be unsigned',
      },
      (text) => {
        const secrets = partsOf(text);
        return secrets.length > 0 && secrets.every(isSecret) ? secrets : undefined;
      },
    ),
    LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS: flagSetting({
      description:
        '`true` only for a Chatwoot older than 4.13, which cannot sign; a sender who knows the id of a session can then speak as its agent',
    }),
    LIVECHAT_CHATWOOT_API_TOKEN: setting(
      {
        ...secretExpected,
        description:
          'an access token of an agent or administrator: what the bridge tells agents is then a private note, a start is refused while no agent is online, and a conversation that a bot holds is opened',
        isOptional: true,
        whenAbsent: 'none of that',
      },
      when(isSecret),
    ),
    LIVECHAT_CHATWOOT_ACCOUNT_ID: setting(
      {
        description: 'the number of the account, for the token',
        expected: 'the number after `/app/accounts/` in the address of the console',
        example: '1',
        isOptional: true,
        whenAbsent: 'required with the token',
      },
      when((text) => /^\d{1,12}$/.test(text)),
    ),
    LIVECHAT_CHATWOOT_REQUESTS_PER_MINUTE: numberSetting({
      description:
        'how many requests this process sends a minute: below the limit of the Chatwoot server, which replicas behind one address share',
      min: 60,
      max: 1_000_000,
      byDefault: 2400,
      isWhole: true,
    }),
    LIVECHAT_CHATWOOT_MESSAGES_PER_MINUTE: numberSetting({
      description:
        'how many messages go into one conversation a minute: below the limit of the Chatwoot server, which counts both sides',
      min: 10,
      max: 1_000_000,
      byDefault: 120,
      isWhole: true,
    }),
    LIVECHAT_CHATWOOT_LISTINGS_PER_MINUTE: numberSetting({
      description:
        'how many conversations are listed a minute, beside the other requests, to find words and ends whose callback was lost: each open one every 15 s, or less often where there are too many; 0 lists none',
      min: 0,
      max: 1_000_000,
      byDefault: 300,
      isWhole: true,
    }),
  })
  .check(
    together(['LIVECHAT_CHATWOOT_WEBHOOK_SECRET', 'LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS'], (its) =>
      its.LIVECHAT_CHATWOOT_WEBHOOK_SECRET === undefined && !its.LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS
        ? [missing('LIVECHAT_CHATWOOT_WEBHOOK_SECRET', expectedSecret)]
        : [],
    ),
    together(['LIVECHAT_CHATWOOT_API_TOKEN', 'LIVECHAT_CHATWOOT_ACCOUNT_ID'], (its) => {
      const hasToken = its.LIVECHAT_CHATWOOT_API_TOKEN !== undefined;
      if (hasToken === (its.LIVECHAT_CHATWOOT_ACCOUNT_ID !== undefined)) return [];
      return hasToken
        ? [missing('LIVECHAT_CHATWOOT_ACCOUNT_ID', 'it beside LIVECHAT_CHATWOOT_API_TOKEN')]
        : [missing('LIVECHAT_CHATWOOT_API_TOKEN', 'it beside LIVECHAT_CHATWOOT_ACCOUNT_ID')];
    }),
  )
  .transform((its): ChatwootSettings => {
    const { LIVECHAT_CHATWOOT_API_TOKEN: token, LIVECHAT_CHATWOOT_ACCOUNT_ID: accountId } = its;
    const hmacToken = its.LIVECHAT_CHATWOOT_HMAC_TOKEN;
    return {
      baseUrl: its.LIVECHAT_BASE_URL,
      inboxIdentifier: its.LIVECHAT_CHATWOOT_INBOX_IDENTIFIER,
      ...(hmacToken !== undefined && { hmacToken }),
      webhookSecrets: its.LIVECHAT_CHATWOOT_WEBHOOK_SECRET ?? [],
      allowUnsignedCallbacks: its.LIVECHAT_CHATWOOT_ALLOW_UNSIGNED_CALLBACKS,
      ...(token !== undefined && accountId !== undefined && { agent: { token, accountId } }),
      requestsPerMinute: its.LIVECHAT_CHATWOOT_REQUESTS_PER_MINUTE,
      messagesPerMinute: its.LIVECHAT_CHATWOOT_MESSAGES_PER_MINUTE,
      listingsPerMinute: its.LIVECHAT_CHATWOOT_LISTINGS_PER_MINUTE,
    };
  });
