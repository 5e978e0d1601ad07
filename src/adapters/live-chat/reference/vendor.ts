import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { standardWebhookSignature } from '../../http/requests/webhook-signature.ts';
import { checkByEnd } from '../check-by-end.ts';
import { type LiveChatPlatform, liveChatVendor } from '../vendor.ts';
import { referenceCapabilities, referenceLiveChat } from './client.ts';
import { liveChatContract } from './contract.ts';
import { callbackPath } from './openapi.ts';
import { type ReferenceSettings, referenceSettings } from './settings.ts';
import { signedProbe } from './signed-probe.ts';
import { referenceWebhook } from './webhook.ts';
import { endCauses } from './wire.ts';

/** A live chat that speaks the reference contract. */
export const reference = liveChatVendor({
  kind: 'reference',
  capabilities: referenceCapabilities,
  profile: {
    title: 'Reference contract',
    callbackPath,
    tells: ['typing', 'joined', 'left', 'transferred', 'queue-position', 'ended'],
    endCauses,
    endByCustomer: 'ended',
    refusals: ['closed', 'no-agents', 'unavailable'],
    judges: ['pacts, and a verifier for the maker of the live chat'],
    unverified: [],
  },
  settings: referenceSettings,
  open(settings, platform) {
    const isSigned = standardWebhookSignature(settings.webhookSecrets);
    const liveChat = liveChatOf(settings, platform);
    return {
      liveChat,
      check: () => checkByEnd(liveChat),
      routes: (handlers) => referenceWebhook({ ...handlers, isSigned }),
      contract: liveChatContract,
      signedProbe: () => signedProbe(settings.webhookSecrets, platform.clock.now()),
    };
  },
});

function liveChatOf({ baseUrl, access }: ReferenceSettings, { publicUrl, getToken, log }: LiveChatPlatform) {
  const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
  const common = { baseUrl, callbackUrl: `${publicUrl}${callbackPath}`, noteRefusal };
  switch (access.kind) {
    case 'none':
      return referenceLiveChat(common);
    case 'api-key':
      return referenceLiveChat({ ...common, getBearer: () => access.key });
    case 'oauth':
      return referenceLiveChat({ ...common, getBearer: (refused) => getToken(access.scope, refused) });
  }
}
