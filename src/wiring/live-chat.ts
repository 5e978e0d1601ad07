import { entraBearers } from '../adapters/bot-framework/identity/entra-bearers.ts';
import { moduleOf } from './provide.ts';

export const liveChatModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openedLiveChat',
    ({ config: { liveChat, publicUrl, skillApp, cloud }, skillTokens: getToken, clock, log }) =>
      liveChat.open({ publicUrl, getToken, entraBearer: entraBearers(skillApp, cloud), clock, log }),
    ['config', 'skillTokens', 'clock', 'log'],
  );
  provide('liveChat', ({ openedLiveChat }) => openedLiveChat.liveChat, ['openedLiveChat']);
  contribute('routes', ({ openedLiveChat: { routes }, ...handlers }) => (routes ? [routes(handlers)] : []), [
    'openedLiveChat',
    'relayAgentMessage',
    'recordAgentStatus',
    'throttles',
  ]);
});
