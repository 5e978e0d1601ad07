import type { GetToken } from '../adapters/bot-framework/identity/tokens.ts';
import { peerRefusals } from '../adapters/http/client/peer-refusals.ts';
import { contosoSampleLiveChat } from '../adapters/live-chat/contoso-sample/client.ts';
import { sampleTrust } from '../adapters/live-chat/contoso-sample/signature.ts';
import { contosoSampleWebhook } from '../adapters/live-chat/contoso-sample/webhook.ts';
import { referenceLiveChat } from '../adapters/live-chat/reference/client.ts';
import { standardWebhookSignature } from '../adapters/live-chat/reference/signature.ts';
import { referenceWebhook } from '../adapters/live-chat/reference/webhook.ts';
import type { LiveChat } from '../application/ports/live-chat.ts';
import type { Log } from '../application/ports/log.ts';
import type { Config } from '../config/config.ts';
import { moduleOf } from './provide.ts';

/** The vendor's live chat. */
export const liveChatModule = moduleOf(({ provide, contribute }) => {
  provide('liveChat', ({ config, skillTokens, log }) => liveChatOf(config, skillTokens, log), [
    'config',
    'skillTokens',
    'log',
  ]);
  provide('isSigned', ({ config }) => standardWebhookSignature(config.liveChat.webhookSecrets), ['config']);
  contribute('routes', (its) => [referenceWebhook(its)], [
    'relayAgentMessage',
    'recordAgentStatus',
    'isSigned',
    'throttles',
  ]);
  contribute(
    'routes',
    ({ config, isSigned, ...its }) => {
      const allowUnsigned = config.liveChat.allowUnsignedCallbacks;
      return [contosoSampleWebhook({ ...its, trustOf: sampleTrust({ allowUnsigned, isSigned }) })];
    },
    ['config', 'isSigned', 'relayAgentMessage', 'throttles'],
  );
});

function liveChatOf({ liveChat, publicUrl }: Config, skillTokens: GetToken, log: Log): LiveChat {
  const { kind, baseUrl, access } = liveChat;
  const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
  if (kind === 'contoso-sample') return contosoSampleLiveChat({ baseUrl, noteRefusal });
  const common = { baseUrl, callbackUrl: `${publicUrl}/api/messages/proactive`, noteRefusal };
  switch (access.kind) {
    case 'none':
      return referenceLiveChat(common);
    case 'api-key':
      return referenceLiveChat({ ...common, getBearer: () => access.key });
    case 'oauth':
      return referenceLiveChat({ ...common, getBearer: (refused) => skillTokens(access.scope, refused) });
  }
}
