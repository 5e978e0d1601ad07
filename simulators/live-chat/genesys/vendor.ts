import type { FaultPath } from '../live-chat.ts';
import type { ApiRequest } from '../rest-env.ts';
import type { PairedEnds, Pairing, SimulatedVendor } from '../vendor.ts';
import { clientsOnly } from './access.ts';
import { genesysCallbacks } from './callbacks.ts';
import { API, CLIENT_ID, INTEGRATION_ID, QUEUE_ID, TOKEN_PATH } from './ids.ts';
import { payloadOf } from './payloads.ts';
import { callbackPath, genesysWire } from './reads.ts';
import { refusalBody } from './refusals.ts';
import { genesysRoutes } from './routes.ts';
import { inboundMessage } from './wire.ts';

/** Genesys Cloud with one Open Messaging integration and one queue. */
export const genesys: SimulatedVendor = {
  kind: 'genesys',
  paths: [`${API}/*`, TOKEN_PATH],
  tokenPath: TOKEN_PATH,
  stepOf,
  guard: clientsOnly,
  serve: genesysRoutes,
  refusal: refusalBody,
  tells: new Set(['message', 'typing', 'agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  payload: payloadOf,
  callbacks: genesysCallbacks,
  lacks: {
    keys: 'It takes no key with a request.',
    'free agent': 'It answers a start before it looks for an agent.',
    'one-call start': 'A start takes several calls where a queue is named.',
    closed: 'It takes a start at any hour, and leaves hours to a flow of the operator.',
    'closing time': 'It tells an end at closing time like any other.',
    'end reasons': 'It is not told why a conversation ends.',
    'last words': 'An end that it tells has no words of its own.',
  },
  reads: genesysWire,
  pairing,
};

function stepOf({ method, path, body }: ApiRequest): FaultPath | undefined {
  if (method === 'PATCH' && path.includes('/participants/')) return '/end';
  if (method !== 'POST' || !path.endsWith('/inbound/open/message')) return undefined;
  const attributes = inboundMessage.safeParse(body).data?.channel.metadata?.customAttributes;
  return attributes === undefined ? '/send' : '/start';
}

function pairing({ bridgeUrl, apiKey, webhookSecret, entra }: PairedEnds): Pairing {
  return {
    options: { apiKey, webhookSecret, callbackUrl: `${bridgeUrl}${callbackPath}` },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_GENESYS_CLIENT_ID: CLIENT_ID,
      LIVECHAT_GENESYS_CLIENT_SECRET: apiKey,
      LIVECHAT_GENESYS_INTEGRATION_ID: INTEGRATION_ID,
      LIVECHAT_GENESYS_WEBHOOK_SECRET: webhookSecret,
      // Alone with each other, a start is one call.
      ...(entra && {
        LIVECHAT_GENESYS_QUEUE_ID: QUEUE_ID,
        LIVECHAT_GENESYS_REFUSE_WITHOUT_AGENTS: 'true',
      }),
      // This platform has no limits.
      LIVECHAT_GENESYS_REQUESTS_PER_MINUTE: '1000000',
    }),
  };
}
