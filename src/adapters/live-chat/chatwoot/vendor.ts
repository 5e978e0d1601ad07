import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { liveChatVendor } from '../vendor.ts';
import { chatwootApi } from './api.ts';
import { callbackPath } from './callbacks/openapi.ts';
import { checkChatwoot } from './check.ts';
import { chatwootCapabilities, chatwootLiveChat } from './client.ts';
import { chatwootFeed } from './feed.ts';
import { chatwootSettings } from './settings.ts';
import { chatwootWebhook } from './webhook.ts';

/** A Chatwoot server, by an inbox of the kind API. */
export const chatwoot = liveChatVendor({
  kind: 'chatwoot',
  capabilities: chatwootCapabilities,
  profile: {
    title: 'Chatwoot',
    callbackPath,
    tells: ['typing', 'joined', 'left', 'transferred', 'ended'],
    endCauses: ['agent'],
    endByCustomer: 'resolved',
    refusals: ['closed', 'no-agents'],
    judges: ["the OpenAPI description of Chatwoot's client API (of a fork)"],
    unverified: [
      'What a wrong `identifier_hash` is answered, taken to be a 500.',
      'The body of a 404: the inbox has to be there, and a second question has to be answered alike, before a conversation counts as unknown.',
      'Whether the agent API returns the `content_attributes` of a note: its text counts where it does not.',
      'The shape of the list of agents.',
    ],
  },
  settings: chatwootSettings,
  open(settings, { log, clock }) {
    const api = chatwootApi(settings, peerRefusals(log, 'refused-by-live-chat'));
    const now = () => clock.now();
    const { hmacToken, webhookSecrets: secrets, allowUnsignedCallbacks: allowUnsigned } = settings;
    const { listingsPerMinute: perMinute } = settings;
    return {
      liveChat: chatwootLiveChat({ api, now, ...(hmacToken !== undefined && { hmacToken }) }),
      pace: {
        perSecond: settings.requestsPerMinute / 60,
        threadLimits: [{ most: settings.messagesPerMinute, withinMs: 60_000 }],
        requests: { start: 4, end: 2 },
      },
      ...(perMinute > 0 && { feed: chatwootFeed({ api, clock, perMinute }) }),
      routes: (handlers) => chatwootWebhook({ ...handlers, trusting: { secrets, allowUnsigned }, now }),
      check: () => checkChatwoot(api, settings, now()),
    };
  },
});
