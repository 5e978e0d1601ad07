import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { standardWebhookSignature } from '../../http/requests/webhook-signature.ts';
import { checkByEnd } from '../check-by-end.ts';
import { liveChatVendor } from '../vendor.ts';
import { contosoSampleCapabilities, contosoSampleLiveChat } from './client.ts';
import { callbackPath } from './openapi.ts';
import { contosoSampleSettings } from './settings.ts';
import { sampleTrust } from './signature.ts';
import { contosoSampleWebhook } from './webhook.ts';

/** The live chat of Microsoft's shipped sample. */
export const contosoSample = liveChatVendor({
  kind: 'contoso-sample',
  capabilities: contosoSampleCapabilities,
  profile: {
    title: "Microsoft's sample live chat",
    callbackPath,
    tells: [],
    endCauses: [],
    endByCustomer: 'ended',
    refusals: [],
    judges: ["pacts, and the sample's sources"],
    unverified: [],
  },
  settings: contosoSampleSettings,
  open({ baseUrl, webhookSecrets, allowUnsignedCallbacks: allowUnsigned }, { log }) {
    const isSigned = standardWebhookSignature(webhookSecrets);
    const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
    const liveChat = contosoSampleLiveChat({ baseUrl, noteRefusal });
    return {
      liveChat,
      check: () => checkByEnd(liveChat),
      routes: (handlers) =>
        contosoSampleWebhook({ ...handlers, trustOf: sampleTrust({ allowUnsigned, isSigned }) }),
    };
  },
});
