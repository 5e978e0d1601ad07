import { entraBearers } from '../adapters/bot-framework/identity/entra-bearers.ts';
import { replaceableLiveChat } from '../adapters/live-chat/replaceable-live-chat.ts';
import { moduleOf } from './provide.ts';

export const liveChatModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openedLiveChat',
    ({ config: { publicUrl, skillApp, cloud }, latest, skillTokens: getToken, clock, log }) => {
      const platform = { publicUrl, getToken, entraBearer: entraBearers(skillApp, cloud), clock, log };
      return replaceableLiveChat(
        () => latest().liveChat,
        (configured) => configured.open(platform),
      );
    },
    ['config', 'latest', 'skillTokens', 'clock', 'log'],
  );
  provide('liveChat', ({ openedLiveChat }) => openedLiveChat.liveChat, ['openedLiveChat']);
  contribute('routes', ({ openedLiveChat: { routes }, ...handlers }) => (routes ? [routes(handlers)] : []), [
    'openedLiveChat',
    'relayAgentMessage',
    'recordAgentStatus',
    'throttles',
  ]);
});
