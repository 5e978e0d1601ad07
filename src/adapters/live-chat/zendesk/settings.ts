import { z } from 'zod';
import { missing, notUsable, together } from '../../settings/findings.ts';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { partsOf, when } from '../../settings/texts.ts';
import { urlIn } from '../../settings/urls.ts';
import { baseUrlSetting } from '../callback-settings.ts';
import { contextFieldsIn, type TicketSettings, tagsIn } from './ticket-fields.ts';

/** How Zendesk Support is asked: other credentials than those of Sunshine Conversations. */
export interface SupportAccess {
  /** Without a trailing slash, such as `https://acme.zendesk.com`. */
  readonly url: string;
  /** The value of `authorization`. */
  readonly authorization: string;
  /** Only agents of these groups count as free; empty for any. */
  readonly groupIds: readonly string[];
}

export interface ZendeskSettings {
  /** Without a trailing slash, such as `https://acme.zendesk.com/sc`. */
  readonly baseUrl: string;
  readonly appId: string;
  readonly keyId: string;
  readonly keySecret: string;
  /** Values of `X-API-Key` that are believed. */
  readonly webhookSecrets: readonly string[];
  /** Id or name of the switchboard integration that takes customers; absent for the Agent Workspace, which is looked up. */
  readonly integration?: string;
  readonly ticket: TicketSettings;
  readonly support?: SupportAccess;
  /** Signing secrets of Support webhooks that are believed; empty where there are none. */
  readonly supportWebhookSecrets: readonly string[];
}

const optional = { isOptional: true, whenAbsent: 'none' } as const;
const digits = when((text) => /^\d{1,20}$/.test(text));
const secretsIn = (text: string) => {
  const secrets = partsOf(text);
  return secrets.length > 0 && secrets.every(isSecret) ? secrets : undefined;
};

const app = {
  LIVECHAT_BASE_URL: baseUrlSetting,
  LIVECHAT_ZENDESK_APP_ID: setting(
    {
      description: 'the App ID of Sunshine Conversations',
      expected: 'the App ID, letters and digits',
      example: '5d8cff3cd55b040010928b5b',
    },
    when((text) => /^[\w-]{1,64}$/.test(text)),
  ),
  LIVECHAT_ZENDESK_KEY_ID: setting(
    {
      description: 'the key ID of an API key of that app',
      expected: 'the key ID, such as app_…',
      example: 'app_5963ceb97cde542d000dbdb1',
    },
    when((text) => /^[\w-]{1,128}$/.test(text)),
  ),
  LIVECHAT_ZENDESK_KEY_SECRET: setting(
    { description: 'the secret of that key', expected: 'the secret of the API key', isSecret: true },
    when(isSecret),
  ),
  LIVECHAT_ZENDESK_WEBHOOK_SECRET: setting(
    {
      description:
        'the shared secret of the Conversations webhook, which it sends as `X-API-Key`; several, comma-separated, during rotation',
      expected: 'the shared secret of the webhook, at least 16 characters, several comma-separated',
      isSecret: true,
    },
    secretsIn,
  ),
  LIVECHAT_ZENDESK_INTEGRATION: setting(
    {
      description: 'id or name of the switchboard integration that takes customers',
      expected: 'the id or the name of a switchboard integration',
      example: 'zd-agentWorkspace',
      isOptional: true,
      whenAbsent: 'the Agent Workspace, which the bridge looks up',
    },
    when((text) => text.length > 0 && text.length <= 128),
  ),
};

const ticket = {
  LIVECHAT_ZENDESK_SESSION_FIELD: setting(
    {
      description: 'id of a ticket field, of type text, that gets the bridge’s own session id',
      expected: 'the id of a ticket field, digits alone',
      example: '360001234567',
      ...optional,
    },
    digits,
  ),
  LIVECHAT_ZENDESK_CONTEXT_FIELDS: setting(
    {
      description: 'ticket fields for values of the context, as `name=field id`, comma-separated',
      expected: 'pairs such as order=360001234567, comma-separated',
      example: 'order=360001234568,language=360001234569',
      ...optional,
    },
    contextFieldsIn,
  ),
  LIVECHAT_ZENDESK_TAGS: setting(
    {
      description:
        'tags for each ticket, comma-separated; `{session}` stands for the bridge’s own session id',
      expected: 'tags without white space, comma-separated',
      example: 'copilot,bridge',
      ...optional,
    },
    tagsIn,
  ),
};

const support = {
  LIVECHAT_ZENDESK_SUPPORT_URL: setting(
    {
      description: 'where Zendesk Support is asked for free agents before a start',
      expected: 'the https address of Zendesk Support, or http on loopback',
      example: 'https://acme.zendesk.com',
      isOptional: true,
      whenAbsent: 'agents are not asked for',
    },
    urlIn,
  ),
  LIVECHAT_ZENDESK_SUPPORT_EMAIL: setting(
    {
      description: 'whose API token `LIVECHAT_ZENDESK_SUPPORT_TOKEN` is',
      expected: 'an e-mail address',
      example: 'bridge@acme.com',
      isOptional: true,
      whenAbsent: 'the token is sent as an OAuth bearer',
    },
    when((text) => /^[^\s:@/]+@[^\s:@/]+$/.test(text)),
  ),
  LIVECHAT_ZENDESK_SUPPORT_TOKEN: setting(
    {
      description: 'an API token, or an OAuth access token, of Zendesk Support that may read availability',
      expected: 'an API token or an OAuth access token',
      isSecret: true,
      ...optional,
    },
    when(isSecret),
  ),
  LIVECHAT_ZENDESK_GROUP_IDS: setting(
    {
      description: 'only agents of these groups count as free, comma-separated',
      expected: 'ids of groups, digits alone, comma-separated',
      example: '360002345678',
      isOptional: true,
      whenAbsent: 'any agent counts',
    },
    (text) => {
      const ids = partsOf(text);
      return ids.length > 0 && ids.every((id) => digits(id) !== undefined) ? ids : undefined;
    },
  ),
  LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET: setting(
    {
      description:
        'the signing secret of the Support webhook that tells of agents and ends; several, comma-separated, during rotation',
      expected: 'the signing secret of the Support webhook, at least 16 characters, several comma-separated',
      isSecret: true,
      isOptional: true,
      whenAbsent: 'Support webhooks are refused',
    },
    secretsIn,
  ),
};

const shape = z.object({ ...app, ...ticket, ...support });
type Given = z.output<typeof shape>;

/** Where the Zendesk account is, and how it and the bridge trust each other. */
export const zendeskSettings = shape
  .check(
    together(['LIVECHAT_ZENDESK_SUPPORT_URL', 'LIVECHAT_ZENDESK_SUPPORT_TOKEN'], (its) => {
      const { LIVECHAT_ZENDESK_SUPPORT_URL: url, LIVECHAT_ZENDESK_SUPPORT_TOKEN: token } = its;
      if (url !== undefined && token === undefined)
        return [missing('LIVECHAT_ZENDESK_SUPPORT_TOKEN', 'a token for LIVECHAT_ZENDESK_SUPPORT_URL')];
      if (url === undefined && token !== undefined)
        return [missing('LIVECHAT_ZENDESK_SUPPORT_URL', 'an address for LIVECHAT_ZENDESK_SUPPORT_TOKEN')];
      return [];
    }),
    together(['LIVECHAT_ZENDESK_GROUP_IDS', 'LIVECHAT_ZENDESK_SUPPORT_URL'], (its) =>
      its.LIVECHAT_ZENDESK_GROUP_IDS !== undefined && its.LIVECHAT_ZENDESK_SUPPORT_URL === undefined
        ? [notUsable('LIVECHAT_ZENDESK_GROUP_IDS', 'LIVECHAT_ZENDESK_SUPPORT_URL beside it')]
        : [],
    ),
  )
  .transform(
    (its): ZendeskSettings => ({
      baseUrl: apiBase(its.LIVECHAT_BASE_URL),
      appId: its.LIVECHAT_ZENDESK_APP_ID,
      keyId: its.LIVECHAT_ZENDESK_KEY_ID,
      keySecret: its.LIVECHAT_ZENDESK_KEY_SECRET,
      webhookSecrets: its.LIVECHAT_ZENDESK_WEBHOOK_SECRET,
      ...(its.LIVECHAT_ZENDESK_INTEGRATION && { integration: its.LIVECHAT_ZENDESK_INTEGRATION }),
      ticket: {
        sessionField: its.LIVECHAT_ZENDESK_SESSION_FIELD,
        contextFields: its.LIVECHAT_ZENDESK_CONTEXT_FIELDS ?? [],
        tags: its.LIVECHAT_ZENDESK_TAGS ?? [],
      },
      ...supportOf(its),
      supportWebhookSecrets: its.LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET ?? [],
    }),
  );

/** An account's host serves Sunshine Conversations below `/sc`; the legacy hosts serve it at the root. */
function apiBase(url: string): string {
  const { hostname, pathname } = new URL(url);
  return hostname.endsWith('.zendesk.com') && pathname === '/' ? `${url}/sc` : url;
}

function supportOf(its: Given): { readonly support?: SupportAccess } {
  const { LIVECHAT_ZENDESK_SUPPORT_URL: url, LIVECHAT_ZENDESK_SUPPORT_TOKEN: token } = its;
  if (url === undefined || token === undefined) return {};
  const email = its.LIVECHAT_ZENDESK_SUPPORT_EMAIL;
  const authorization =
    email === undefined ? `Bearer ${token}` : `Basic ${base64(`${email}/token:${token}`)}`;
  return { support: { url, authorization, groupIds: its.LIVECHAT_ZENDESK_GROUP_IDS ?? [] } };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
