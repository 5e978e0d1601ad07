import { createHmac, randomUUID } from 'node:crypto';
import type { CallbackStyle, UnsignedCallback } from '../callbacks/style.ts';
import type { FaultPath } from '../live-chat.ts';
import type { ApiRequest } from '../rest-env.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { agentsOnly } from './agent-routes.ts';
import { payloadOf } from './payloads.ts';
import { accountId, inboxIdentifier } from './presented.ts';
import { chatwootWire } from './reads.ts';
import { chatwootRoutes } from './routes.ts';

/** Chatwoot waits five seconds and sends once. Its jobs run side by side, so that one may overtake another. */
const signedAndOnce: CallbackStyle = {
  addressed: ({ url, body, secret }: UnsignedCallback) => ({ url, headers: headersOf(body, secret) }),
  answerWithinMs: 5_000,
  retryAfterMs: () => undefined,
  isInOrder: false,
};

/** Before 4.13 it sends none of these. */
function headersOf(body: string, secret: string | undefined): Readonly<Record<string, string>> {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    'x-chatwoot-delivery': randomUUID(),
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  };
}

/** The opening of a conversation is the start: contact and hours before it open nothing. */
function stepOf({ method, path }: ApiRequest): FaultPath | undefined {
  if (method !== 'POST') return undefined;
  if (/\/contacts\/[^/]+\/conversations$/.test(path)) return '/start';
  if (/\/conversations\/[^/]+\/messages$/.test(path)) return '/send';
  return /^\/public\/.*\/toggle_status$/.test(path) ? '/end' : undefined;
}

/** A Chatwoot server with one API inbox. */
export const chatwoot: SimulatedVendor = {
  kind: 'chatwoot',
  paths: ['/public/api/v1/*', '/api/v1/*'],
  stepOf,
  guard: agentsOnly,
  serve: chatwootRoutes,
  tells: new Set(['message', 'typing', 'agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  payload: payloadOf,
  callbacks: signedAndOnce,
  isListed: true,
  lacks: {
    keys: 'It keeps the id of a message and shows a repeat all the same.',
    'closing time': 'A conversation is resolved whatever the cause.',
    'end without agents': 'A conversation is resolved whatever the cause.',
    'end for silence': 'A conversation is resolved whatever the cause.',
    'end for a failure': 'A conversation is resolved whatever the cause.',
    'own refusals':
      'What its 404 says is not known, so one counts that is answered twice, where the inbox is there.',
    'free agent': 'It does not say in the answer to a start that an agent is there.',
    'one-call start': 'A start takes several calls.',
    'last words': 'A resolved conversation has no words of its own.',
    'end reasons': 'It is not told why a conversation is resolved.',
  },
  reads: chatwootWire,
  pairing: ({ bridgeUrl, apiKey, webhookSecret }) => ({
    options: { apiKey, callbackUrl: `${bridgeUrl}/api/livechat/chatwoot`, webhookSecret },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_CHATWOOT_INBOX_IDENTIFIER: inboxIdentifier,
      LIVECHAT_CHATWOOT_WEBHOOK_SECRET: webhookSecret,
      LIVECHAT_CHATWOOT_API_TOKEN: apiKey,
      LIVECHAT_CHATWOOT_ACCOUNT_ID: String(accountId),
      // This server has no limits unless it is told some.
      LIVECHAT_CHATWOOT_REQUESTS_PER_MINUTE: '1000000',
      LIVECHAT_CHATWOOT_MESSAGES_PER_MINUTE: '1000000',
    }),
  }),
};
