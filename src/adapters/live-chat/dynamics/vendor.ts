import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { type LiveChatPlatform, liveChatVendor } from '../vendor.ts';
import { messagingApi } from './api.ts';
import { dataverseAvailability } from './availability.ts';
import { callbackPath } from './callbacks/openapi.ts';
import { wordLooks } from './callbacks/word-looks.ts';
import { checkDynamics } from './check.ts';
import { dynamicsCapabilities, dynamicsLiveChat } from './client.ts';
import { listMessages } from './messages.ts';
import { type DynamicsSettings, dynamicsSettings } from './settings.ts';
import { dynamicsWebhook } from './webhook.ts';

/** Dynamics 365 Contact Center by its Messaging API: the bridge is a custom messaging channel. */
export const dynamics = liveChatVendor({
  kind: 'dynamics',
  capabilities: dynamicsCapabilities,
  profile: {
    title: 'Dynamics 365 Contact Center',
    callbackPath,
    tells: ['typing', 'joined', 'left', 'transferred', 'ended'],
    endCauses: ['agent', 'closed'],
    endByCustomer: 'ended',
    refusals: ['closed', 'no-agents', 'unavailable'],
    judges: [
      '`@microsoft/agents-activity`, which parses each activity and each listed message',
      "fixtures of the samples on the documentation's pages",
    ],
    unverified: [
      'Which audience and caller the tokens of callbacks carry, and of which version they are. Both versions are taken, and settings name others.',
      'Whether callbacks carry an id or a time. The samples have neither, and then the list of messages is asked for the id of words that were said before.',
      'Which of our own fields the list of messages gives back. Where it gives no id, a message has arrived if its text stands there since it was accepted: the second of two same texts in a row can be lost when its answer is.',
      'Where the codes 30001 to 30016 stand in a refusal. They are read from any field whose name ends in `code`, and a 404 without a problem document ends no session.',
      'In which order events come at a transfer, and whose event `AgentEndSession` is then.',
      'Which statuses of a callback are repeated, and after how long.',
    ],
  },
  settings: dynamicsSettings,
  open(settings, platform) {
    const { entraBearer, clock } = platform;
    const parts = partsOf(settings, platform);
    return {
      liveChat: dynamicsLiveChat(parts),
      routes: (handlers) =>
        dynamicsWebhook({
          ...handlers,
          checkBearer: entraBearer(settings.callbacks),
          looks: wordLooks(parts.list, clock),
          clock,
        }),
      check: checkDynamics(parts.call, parts.availability?.ask),
    };
  },
});

function partsOf(settings: DynamicsSettings, { getToken, log }: LiveChatPlatform) {
  const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
  const { channelId, availability } = settings;
  const call = messagingApi({ ...settings, getToken, noteRefusal });
  return {
    channelId,
    call,
    list: listMessages(call),
    ...(availability && {
      availability: {
        ask: dataverseAvailability({ ...availability, getToken, noteRefusal }),
        refusesWithoutAgents: availability.refusesWithoutAgents,
      },
    }),
  };
}
