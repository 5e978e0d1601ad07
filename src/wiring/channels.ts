import { appTokens } from '../adapters/bot-framework/identity/tokens.ts';
import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { openChannels } from '../adapters/channels/channels.ts';
import { guardedChannel } from '../adapters/circuit-breakers/guarded-peers.ts';
import { byId } from '../application/by-id.ts';
import { moduleOf } from './provide.ts';

/** Where customers are. */
export const channelsModule = moduleOf(({ provide }) => {
  provide(
    'openChannels',
    ({ config, allowsServiceUrl, breakers, clock, tokenWarnings }) => {
      const teams = {
        ...config.teams,
        post: postActivity(appTokens(config.copilotApp, tokenWarnings), allowsServiceUrl),
        channelScope: config.botFrameworkScope,
        cloud: config.cloud,
        allowsServiceUrl,
        ...(config.teamsServiceUrl !== undefined && { teamsServiceUrl: config.teamsServiceUrl }),
      };
      return openChannels({ teams }, { clock, guard: (channel) => guardedChannel(channel, breakers) });
    },
    ['config', 'allowsServiceUrl', 'breakers', 'clock', 'tokenWarnings'],
  );
  provide('channels', (its) => byId(its.openChannels), ['openChannels']);
});
