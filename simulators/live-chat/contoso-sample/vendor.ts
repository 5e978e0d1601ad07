import { unsignedAndOnce } from '../callbacks/standard-webhooks.ts';
import type { FaultPath } from '../live-chat.ts';
import type { SimulatedVendor } from '../vendor.ts';
import { contosoSampleWire } from './reads.ts';
import { contosoSampleRoutes } from './routes.ts';

const steps: ReadonlyMap<string, FaultPath> = new Map([
  ['/api/chat/start', '/start'],
  ['/api/chat/receive', '/send'],
  ['/api/chat/end', '/end'],
]);

/** The live chat of Microsoft's shipped sample: it knows messages alone, posts each once, and cannot sign. */
export const contosoSample: SimulatedVendor = {
  kind: 'contoso-sample',
  paths: ['/api/*'],
  stepOf: ({ path }) => steps.get(path),
  serve: contosoSampleRoutes,
  tells: new Set(['message']),
  payload: ({ chatId, messageId, at, act }) =>
    act.type === 'message'
      ? { ConversationId: chatId, Id: messageId, Message: act.message, Sender: act.sender, Timestamp: at }
      : undefined,
  callbacks: unsignedAndOnce,
  lacks: {
    keys: 'It takes no key with a request.',
    'repeated starts': 'It opens a chat for each start, and tells none of them apart.',
    'repeated words': 'It shows a message as often as it is sent, and does not say what it has.',
    'repeated callbacks': 'It sends a callback once, and it is lost with its connection.',
    'customer typing': 'It shows agents no sign that a customer is typing.',
    'automatic words': 'It knows no words but those of agents.',
    'closing time': 'It does not tell that a chat has ended.',
    'end without agents': 'It does not tell that a chat has ended.',
    'end for silence': 'It does not tell that a chat has ended.',
    'end for a failure': 'It does not tell that a chat has ended.',
    'free agent': 'It answers a start with an id alone.',
    closed: 'It has no opening hours.',
    'no-agents': 'It does not say whether an agent is there.',
    'end reasons': 'It is not told why a chat ends.',
    'last words': 'It does not tell that a chat has ended.',
  },
  reads: contosoSampleWire,
  pairing: ({ bridgeUrl, webhookSecret }) => ({
    options: { callbackUrl: `${bridgeUrl}/api/livechat/messages`, webhookSecret },
    environment: (liveChatUrl) => ({
      LIVECHAT_BASE_URL: liveChatUrl,
      LIVECHAT_WEBHOOK_SECRET: webhookSecret,
      LIVECHAT_ALLOW_UNSIGNED_CALLBACKS: 'true',
    }),
  }),
};
