import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { throttledWarning } from '../../http/limits/throttled-warning.ts';
import { apiRoutes } from '../../http/server/api-routes.ts';
import {
  type CallbackHandlers,
  type LiveChatPlatform,
  liveChatVendor,
  type OpenedLiveChat,
} from '../vendor.ts';
import { sunshineApi } from './api.ts';
import { callbackPath, registerSecurity } from './callbacks/openapi.ts';
import { sharedKeyCheck, supportSignatureCheck } from './callbacks/signature.ts';
import { supportWebhook } from './callbacks/support-webhook.ts';
import { checkZendesk } from './check/check.ts';
import { zendeskCapabilities, zendeskLiveChat } from './client.ts';
import { type ZendeskSettings, zendeskSettings } from './settings.ts';
import { askForAgents } from './start/availability.ts';
import { agentIntegration } from './start/switchboard.ts';
import { conversationsWebhook } from './webhook.ts';

/** Zendesk messaging by Sunshine Conversations v2. */
export const zendesk = liveChatVendor({
  kind: 'zendesk',
  capabilities: zendeskCapabilities,
  profile: {
    title: 'Zendesk',
    callbackPath,
    tells: ['joined', 'left', 'transferred', 'ended'],
    endCauses: ['agent', 'closed', 'no-agents', 'idle', 'failed'],
    endByCustomer: 'the agent is told, and the ticket stays open',
    refusals: ['closed', 'no-agents', 'unavailable'],
    judges: [
      "Zendesk's OpenAPI description of Sunshine Conversations 17.12.1",
      'its client sunshine-conversations-client 14.1.0',
    ],
    unverified: [
      'Which event comes when an agent ends a messaging session without closing the ticket: control released, control passed, an activity, or none.',
      'That a message of an agent has the source `zd:agentWorkspace` and the metadata `__zendesk_msg.agent.id`.',
      'That agents read what the bridge says on behalf of the business (transcript, context, notices), and that words to a customer without a messaging channel are shown as sent.',
      'That `dataCapture` metadata of a conversation fill the ticket where the Agent Workspace is the default integration.',
      'That `passControl` by integration type changes nothing when it is repeated; by id it is documented.',
      "That a ticket's own event has its tags.",
    ],
  },
  settings: zendeskSettings,
  open: (settings, platform): OpenedLiveChat => {
    const noteRefusal = peerRefusals(platform.log, 'refused-by-live-chat');
    const call = sunshineApi({ ...settings, noteRefusal });
    return {
      liveChat: zendeskLiveChat({
        call,
        ticket: settings.ticket,
        nowMs: platform.clock.now,
        agentIntegration: agentIntegration(settings.integration),
        ...(settings.support && {
          askForAgents: askForAgents({ access: settings.support, nowMs: platform.clock.now, noteRefusal }),
        }),
      }),
      routes: (handlers) => routesOf(settings, platform, handlers),
      check: () => checkZendesk({ call, settings, callbackUrl: `${platform.publicUrl}${callbackPath}` }),
    };
  },
});

function routesOf(settings: ZendeskSettings, { log, clock }: LiveChatPlatform, handlers: CallbackHandlers) {
  const { webhookSecrets, supportWebhookSecrets, integration } = settings;
  const warn = throttledWarning(log, 'event-not-understood');
  const routes = apiRoutes();
  registerSecurity(routes);
  conversationsWebhook(routes, {
    ...handlers,
    isKnownKey: sharedKeyCheck(webhookSecrets),
    ...(integration !== undefined && { integration }),
    noteInvalid: (field) => warn('event', { field }),
  });
  // Without a secret no callback is believed.
  supportWebhook(routes, {
    ...handlers,
    refusalOf: supportSignatureCheck(supportWebhookSecrets),
    nowMs: clock.now,
  });
  return routes;
}
