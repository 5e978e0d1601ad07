import type { Context } from 'hono';
import { z } from 'zod';
import type { FaultPath } from '../live-chat.ts';
import type { Access, ApiRequest, RestEnv } from '../rest-env.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { appId, keyId, scheduleId, sessionField, supportEmail, workspace } from './account.ts';
import { accountRoutes } from './account-routes.ts';
import { isOpening, zendeskWire } from './reads.ts';
import { refusalWith, refuse } from './refusals.ts';
import { conversationRoutes } from './routes.ts';
import { zendeskStore } from './store.ts';
import { switchboardRoutes } from './switchboard-routes.ts';
import { payloadOf, zendeskCallbacks } from './webhooks.ts';

/** Zendesk messaging as a server that speaks for customers sees it: Sunshine Conversations, and Support's triggers. */
export const zendesk: SimulatedVendor = {
  kind: 'zendesk',
  paths: ['/v2/*'],
  stepOf,
  guard,
  serve(app, options) {
    const server = { store: zendeskStore(options.registry), options };
    conversationRoutes(app, server);
    switchboardRoutes(app, server);
    accountRoutes(app, server);
  },
  refusal: refusalWith,
  tells: new Set(['message', 'agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  payload: payloadOf,
  callbacks: zendeskCallbacks,
  lacks: {
    keys: 'It takes no key with a request.',
    'refused late words':
      'It repeats a batch that was not taken, so late words are taken like any other and dropped.',
    'customer typing': 'It shows agents no sign that a customer is typing.',
    'refused words': 'It gives words after the end to its bot.',
    'free agent': 'It does not say in the answer to a start that an agent is there.',
    'one-call start': 'A start takes several calls.',
  },
  reads: zendeskWire,
  pairing: ({ bridgeUrl, apiKey, webhookSecret }) => ({
    options: { apiKey, callbackUrl: `${bridgeUrl}/api/livechat/zendesk`, webhookSecret },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_ZENDESK_APP_ID: appId,
      LIVECHAT_ZENDESK_KEY_ID: keyId,
      LIVECHAT_ZENDESK_KEY_SECRET: apiKey,
      LIVECHAT_ZENDESK_WEBHOOK_SECRET: webhookSecret,
      LIVECHAT_ZENDESK_SUPPORT_WEBHOOK_SECRET: webhookSecret,
      LIVECHAT_ZENDESK_INTEGRATION: workspace.name,
      LIVECHAT_ZENDESK_SESSION_FIELD: sessionField,
      LIVECHAT_ZENDESK_SUPPORT_URL: liveChatUrl,
      LIVECHAT_ZENDESK_SUPPORT_EMAIL: supportEmail,
      LIVECHAT_ZENDESK_SUPPORT_TOKEN: apiKey,
      LIVECHAT_ZENDESK_SCHEDULE_ID: scheduleId,
      LIVECHAT_ZENDESK_TIME_ZONE: 'Europe/Berlin',
    }),
  }),
};

/** Of a start it is the call that shows the conversation to agents. */
function stepOf({ method, path, body }: ApiRequest): FaultPath | undefined {
  if (path.endsWith('/passControl')) return '/start';
  if (path.endsWith('/releaseControl')) return '/end';
  const isWords = method === 'POST' && path.endsWith('/messages');
  return isWords && !isOpening(ownId.safeParse(body).data?.metadata.oursId ?? '') ? '/send' : undefined;
}

const ownId = z.object({ metadata: z.object({ oursId: z.string().optional() }) });

/** The key's id and secret as Basic. A live chat without a key lets every caller in. */
function guard(c: Context<RestEnv>, { apiKey }: Access): Response | undefined {
  if (apiKey === undefined) return undefined;
  const basic = `Basic ${Buffer.from(`${keyId}:${apiKey}`).toString('base64')}`;
  return c.req.header('authorization') === basic ? undefined : refuse(c, 401, 'unauthorized');
}
