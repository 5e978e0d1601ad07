import { z } from 'zod';
import { isSecret } from '../../settings/secrets.ts';
import { setting } from '../../settings/setting.ts';
import { when } from '../../settings/texts.ts';
import { baseUrlSetting } from '../callback-settings.ts';
import { contextFieldsIn, type TicketSettings, tagsIn } from './start/ticket-fields.ts';
import {
  digits,
  optional,
  type SupportAccess,
  secretsIn,
  supportChecks,
  supportOf,
  supportShape,
} from './support-settings.ts';

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

const shape = z.object({ ...app, ...ticket, ...supportShape });

/** Where the Zendesk account is, and how it and the bridge trust each other. */
export const zendeskSettings = shape.check(...supportChecks).transform(
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
