import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { liveChatVendor } from '../vendor.ts';
import { authenticated, instanceTokens } from './access/access.ts';
import { callbackCheck } from './access/callback-access.ts';
import { callbackPath, securityOf } from './callbacks/openapi.ts';
import { secondAsk } from './callbacks/second-ask.ts';
import { takeCallback } from './callbacks/take-callback.ts';
import { checkInstance } from './check.ts';
import { serviceNowCapabilities, serviceNowLiveChat } from './client.ts';
import { integrationOf, type PostToInstance } from './integration.ts';
import { profile } from './profile.ts';
import { type Requests, requestsOf } from './requests.ts';
import { serviceNowSettings } from './settings.ts';
import { serviceNowWebhook } from './webhook.ts';

/** How long an agent sees that the customer is typing, in milliseconds. */
const typingMs = 5000;
/** Between two requests for an agent, in milliseconds. */
const secondAskPauseMs = 3000;
/** ServiceNow waits five seconds for the answer to a callback. In milliseconds. */
const patienceMs = 4000;

/** ServiceNow, by its Virtual Agent Bot Integration API. */
export const serviceNow = liveChatVendor({
  kind: 'servicenow',
  capabilities: serviceNowCapabilities,
  profile,
  settings: serviceNowSettings,
  open(settings, { publicUrl, clock, log }) {
    const { baseUrl, access } = settings;
    const getToken = instanceTokens(access, log);
    const asUser = authenticated(access, getToken);
    const post = integrationOf({
      baseUrl,
      authenticated: asUser,
      noteRefusal: peerRefusals(log, 'refused-by-live-chat'),
    });
    const requests = requestsOf(settings.conversation, () => clock.now());
    return {
      liveChat: serviceNowLiveChat({ post, requests, typingMs }),
      routes: ({ relayAgentMessage, recordAgentStatus, throttles }) =>
        serviceNowWebhook({
          throttles,
          check: callbackCheck(settings.callbacks, throttles),
          security: securityOf(settings.callbacks),
          take: takeCallback({
            relayAgentMessage,
            recordAgentStatus,
            answerDialogue: secondAsk({
              post,
              requests,
              recordAgentStatus,
              pauseMs: secondAskPauseMs,
              clock,
            }),
            onLostWords: settings.isThirdPartyChat ? receipts(post, requests) : () => undefined,
            patienceMs,
            clock,
          }),
        }),
      check: () =>
        checkInstance({
          baseUrl,
          access,
          authenticated: asUser,
          ...(getToken && { getToken }),
          callbackUrl: `${publicUrl}${callbackPath}`,
        }),
    };
  },
});

/** Best effort: an agent whose words came too late learns it from the customer's silence as well. */
function receipts(post: PostToInstance, requests: Requests) {
  return (...lost: Parameters<Requests['failed']>): void => {
    post(requests.failed(...lost), 'receipt').catch(() => undefined);
  };
}
