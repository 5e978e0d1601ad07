import { moduleOf } from './provide.ts';

/** The vendor's live chat. */
export const liveChatModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openedLiveChat',
    ({ config: { liveChat, publicUrl }, skillTokens: getToken, clock, log }) =>
      liveChat.open({ publicUrl, getToken, clock, log }),
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
