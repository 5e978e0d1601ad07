import { callbackHosts } from '../adapters/bot-framework/callback/callback-hosts.ts';
import { callbackSeal } from '../adapters/bot-framework/callback/callback-seal.ts';
import { postCallback } from '../adapters/bot-framework/callback/post-callback.ts';
import { appTokens } from '../adapters/bot-framework/identity/tokens/tokens.ts';
import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { openChannels } from '../adapters/channels/channels.ts';
import { guardedChannel } from '../adapters/circuit-breakers/guarded-peers.ts';
import { byId } from '../application/by-id.ts';
import type { Config } from '../config/config.ts';
import { moduleOf } from './provide.ts';

/** Where customers are. */
export const channelsModule = moduleOf(({ provide }) => {
  provide('allowsCallback', ({ config }) => callbackHosts(config.connectedAgent?.callbackHosts ?? []), [
    'config',
  ]);
  provide('callbackSeal', ({ config }) => callbackSeal(callbackSecretsIn(config)), ['config']);
  provide('postCallback', ({ allowsCallback }) => postCallback(allowsCallback), ['allowsCallback']);
  provide(
    'openChannels',
    ({
      config,
      allowsServiceUrl,
      breakers,
      clock,
      tokenWarnings,
      postCallback: post,
      callbackSeal: seal,
    }) => {
      const { copilotApp, connectedAgent } = config;
      const teams = copilotApp && {
        ...config.teams,
        post: postActivity(appTokens(copilotApp, tokenWarnings), allowsServiceUrl),
        channelScope: config.botFrameworkScope,
        cloud: config.cloud,
        allowsServiceUrl,
        ...(config.teamsServiceUrl !== undefined && { teamsServiceUrl: config.teamsServiceUrl }),
      };
      return openChannels(
        { ...(teams && { teams }), ...(connectedAgent && { connectedAgent: { post, seal } }) },
        { clock, guard: (channel) => guardedChannel(channel, breakers) },
      );
    },
    ['config', 'allowsServiceUrl', 'breakers', 'clock', 'tokenWarnings', 'postCallback', 'callbackSeal'],
  );
  provide('channels', (its) => byId(its.openChannels), ['openChannels']);
});

/**
 * What all replicas share. After a client secret is replaced, customers have to write once more before they can be spoken to. Where the bridge
 * is not called as a connected agent there is nothing to seal, whatever the secret is.
 */
function callbackSecretsIn({ skillApp, connectedAgent }: Config): readonly [string, ...string[]] {
  const own = skillApp.credential.kind === 'secret' ? [skillApp.credential.secret] : [];
  const [first = skillApp.clientId, ...others] = connectedAgent?.callbackSecrets ?? own;
  return [first, ...others];
}
