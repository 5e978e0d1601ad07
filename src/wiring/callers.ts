import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { openCallers } from '../adapters/callers/callers.ts';
import { byId } from '../application/by-id.ts';
import { moduleOf } from './provide.ts';

/** How copilots reach the bridge. */
export const callersModule = moduleOf(({ provide, contribute }) => {
  provide(
    'openCallers',
    ({ config, skillTokens, openChannels, ...its }) => {
      const { skillApp, publicUrl, skill: dialect, settings } = config;
      const skill = {
        ...its,
        app: skillApp,
        post: postActivity(skillTokens, its.allowsServiceUrl),
        manifest: { publicUrl, appId: skillApp.clientId },
        sentences: settings.sentences,
        dialect,
        tenantId: skillApp.tenantId,
        channels: openChannels,
      };
      return openCallers({ skill });
    },
    [
      'requestHandoff',
      'relayCustomerMessage',
      'relayCustomerTyping',
      'endHandoff',
      'authenticate',
      'allowsServiceUrl',
      'throttles',
      'log',
      'config',
      'skillTokens',
      'openChannels',
    ],
  );
  provide('callers', (its) => byId(its.openCallers), ['openCallers']);
  contribute('routes', (its) => its.openCallers.map(({ routes }) => routes), ['openCallers']);
});
