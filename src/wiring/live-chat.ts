import { moduleOf } from './provide.ts';

/** The vendor's live chat. */
export const liveChatModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openedLiveChat',
    ({ config: { liveChat, publicUrl }, skillTokens: getToken, log }) =>
      liveChat.open({ publicUrl, getToken, log }),
    ['config', 'skillTokens', 'log'],
  );
  provide('liveChat', ({ openedLiveChat }) => openedLiveChat.liveChat, ['openedLiveChat']);
  contribute('routes', ({ openedLiveChat: { routes }, ...handlers }) => (routes ? [routes(handlers)] : []), [
    'openedLiveChat',
    'relayAgentMessage',
    'recordAgentStatus',
    'throttles',
  ]);
});
