import type { FaultPath } from '../live-chat.ts';
import type { ApiRequest } from '../rest-env.ts';
import type { PairedEnds, Pairing, SimulatedVendor } from '../vendor.ts';
import { activityFor } from './activities.ts';
import { dynamicsCallbacks } from './callbacks.ts';
import { dynamicsGuard, isBridges, tokensForBridge } from './entra-ends.ts';
import { AUDIENCE, CHANNEL_ID, ORG_ID, WORKSTREAM_ID } from './ids.ts';
import { dynamicsWire } from './reads.ts';
import { dynamicsRoutes } from './routes.ts';
import { API, plannedRefusal } from './wire.ts';

/** Dynamics 365 Contact Center: its Messaging API, its webhook, and of Dataverse the action that tells hours and agents. */
export const dynamics: SimulatedVendor = {
  kind: 'dynamics',
  paths: ['/api/v1.0/*', '/api/data/*'],
  stepOf,
  guard: dynamicsGuard,
  serve: dynamicsRoutes,
  refusal: plannedRefusal,
  tells: new Set(['message', 'typing', 'agent-joined', 'agent-left', 'agent-transferred', 'session-ended']),
  lacks: {
    keys: 'It takes no key with a request.',
    'callback ids': 'Its callbacks have no id, and the list that has one may not be read.',
    'free agent': 'It answers a start with an id, and tells of an agent by an event.',
    'names of who comes': 'It tells that an agent comes or leaves, without a name.',
    'end without agents': 'It tells no other cause of an end than an agent and opening hours.',
    'end for silence': 'It tells no other cause of an end than an agent and opening hours.',
    'end for a failure': 'It tells no other cause of an end than an agent and opening hours.',
    'end reasons': 'It is not told why a conversation ends.',
    'last words': 'Its ends are events without words.',
  },
  payload: activityFor,
  callbacks: dynamicsCallbacks,
  reads: dynamicsWire,
  pairing,
};

function stepOf({ method, path, body }: ApiRequest): FaultPath | undefined {
  if (method !== 'POST' || !path.startsWith(`${API}/conversation/`)) return undefined;
  if (path === `${API}/conversation/create`) return '/start';
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (type === 'endOfConversation') return '/end';
  return type === 'message' ? '/send' : undefined;
}

function pairing({ bridgeUrl, apiKey, entra }: PairedEnds): Pairing {
  return {
    options: {
      callbackUrl: `${bridgeUrl}/api/livechat/dynamics`,
      ...(entra ? { verifyToken: isBridges(entra), callbackToken: tokensForBridge(entra) } : { apiKey }),
    },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_DYNAMICS_ORG_ID: ORG_ID,
      LIVECHAT_DYNAMICS_CHANNEL_ID: CHANNEL_ID,
      LIVECHAT_DYNAMICS_SCOPE: `${AUDIENCE}/.default`,
      // Dataverse wants tokens of Entra.
      ...(entra && {
        LIVECHAT_DYNAMICS_CALLBACK_APP_ID: entra.app.clientId,
        LIVECHAT_DYNAMICS_ORG_URL: liveChatUrl,
        LIVECHAT_DYNAMICS_LIVE_WORK_STREAM_ID: WORKSTREAM_ID,
        LIVECHAT_DYNAMICS_REFUSE_WITHOUT_AGENTS: 'true',
      }),
    }),
  };
}
