import { agentActionTypes } from '../callbacks/agent-action.ts';
import { standardWebhooks } from '../callbacks/standard-webhooks.ts';
import type { FaultPath } from '../live-chat.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { referenceWire } from './reads.ts';
import { referenceRoutes } from './routes.ts';

const steps: ReadonlyMap<string, FaultPath> = new Map([
  ['/api/livechat/start', '/start'],
  ['/api/livechat/send', '/send'],
  ['/api/livechat/end', '/end'],
]);

/** Reasons that the contract tells apart; any other one is an agent's. */
const causes: ReadonlySet<string | undefined> = new Set(['closed', 'no-agents', 'idle', 'failed']);

/** A live chat that speaks the reference contract. Its starts name where its callbacks go. */
export const reference: SimulatedVendor = {
  kind: 'reference',
  paths: ['/api/*'],
  stepOf: ({ path }) => steps.get(path),
  serve: referenceRoutes,
  tells: new Set(agentActionTypes),
  payload: ({ chatId, messageId, at, act }) => ({
    sessionId: chatId,
    messageId,
    timestamp: at,
    ...act,
    ...(act.type === 'session-ended' && causes.has(act.reason) && { cause: act.reason }),
  }),
  callbacks: standardWebhooks,
  lacks: {
    'automatic words': 'The contract knows no words but those of agents.',
    'customer typing': 'The contract has no sign that a customer is typing.',
  },
  reads: referenceWire,
  pairing: ({ apiKey, webhookSecret }) => ({
    options: { apiKey, webhookSecret },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_WEBHOOK_SECRET: webhookSecret,
      LIVECHAT_API_KEY: apiKey,
    }),
  }),
};
