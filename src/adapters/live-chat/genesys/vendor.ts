import type { Log } from '../../../application/ports/log.ts';
import { clientCredentialsTokens } from '../../http/client/client-credentials.ts';
import type { GetHeldToken } from '../../http/client/held-token.ts';
import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { throttledWarning } from '../../http/limits/throttled-warning.ts';
import { type LiveChatPlatform, liveChatVendor } from '../vendor.ts';
import { type GenesysApi, genesysApi } from './api.ts';
import { callbackPath } from './callbacks/openapi.ts';
import { signatureCheck } from './callbacks/signature.ts';
import { checkGenesys } from './check.ts';
import { genesysCapabilities, genesysLiveChat } from './client.ts';
import { GenesysFeed } from './feed/feed.ts';
import { overConversations } from './over-conversations.ts';
import { profile } from './profile.ts';
import { receiptBody } from './receipts.ts';
import { type GenesysSettings, genesysSettings } from './settings.ts';
import { genesysWebhook } from './webhook.ts';

/** Of the requests of a process, so many go into looks at conversations, and the others into starts, words and ends. */
const shareOfLooks = 0.25;

/** Genesys Cloud by an Open Messaging integration, with its notifications. */
export const genesys = liveChatVendor({
  kind: 'genesys',
  capabilities: genesysCapabilities,
  profile,
  settings: genesysSettings,
  open(settings, platform) {
    const { publicUrl, clock, log } = platform;
    const { queueId, refusesWithoutAgents, requestsPerMinute, readsMissedWords, webhookSecrets } = settings;
    const api = apiOf(settings, platform);
    const over = overConversations((conversation) => feed.lookAt(conversation));
    const now = () => clock.now();
    const ofQueue = queueId === undefined ? {} : { queueId };
    const looksPerMinute = requestsPerMinute * shareOfLooks;
    const feed = new GenesysFeed({ api, clock, log, ...ofQueue, readsMissedWords, looksPerMinute, over });
    return {
      liveChat: genesysLiveChat({ api, now, ...ofQueue, refusesWithoutAgents, over }),
      pace: {
        perSecond: (requestsPerMinute * (1 - shareOfLooks)) / 60,
        threadLimits: [],
        requests: { start: 3, end: 2 },
      },
      feed,
      routes: (handlers) =>
        genesysWebhook({
          ...handlers,
          check: signatureCheck(webhookSecrets),
          onHeard: (of, id) => feed.heardWords(of, id),
          onLost(sessionId, id) {
            api.receipt(receiptBody('gone', { sessionId, id, now: now() })).catch(() => undefined);
          },
        }),
      check: () => checkGenesys(api, { callbackUrl: `${publicUrl}${callbackPath}`, ...ofQueue }),
    };
  },
});

function apiOf(settings: GenesysSettings, { log }: LiveChatPlatform): GenesysApi {
  return genesysApi({
    ...settings,
    getToken: tokensOf(settings, log),
    noteRefusal: peerRefusals(log, 'refused-by-live-chat'),
  });
}

/** Operators are told why there is no token. */
function tokensOf({ loginUrl, clientId, clientSecret }: GenesysSettings, log: Log): GetHeldToken {
  const warn = throttledWarning(log, 'no-token');
  const credentials = {
    tokenUrl: `${loginUrl}/oauth/token`,
    clientId,
    clientSecret,
    sentIn: 'basic',
  } as const;
  return clientCredentialsTokens(credentials, {
    onNoToken: (reason) => warn(reason, { app: clientId, reason }),
    onRefused: () => log.warn({ app: clientId }, 'token-refused'),
  });
}
