import { callbackHosts } from '../adapters/bot-framework/callback/callback-hosts.ts';
import { callbackSeal } from '../adapters/bot-framework/callback/callback-seal.ts';
import { postCallback } from '../adapters/bot-framework/callback/post-callback.ts';
import { appTokens } from '../adapters/bot-framework/identity/tokens/tokens.ts';
import { postActivity } from '../adapters/bot-framework/post-activity.ts';
import { type ChannelSettings, openChannels } from '../adapters/channels/channels.ts';
import { guardedChannel } from '../adapters/circuit-breakers/guarded-peers.ts';
import { byId } from '../application/by-id.ts';
import type { Config } from '../config/config.ts';
import { withCredential } from './bot-framework.ts';
import { moduleOf } from './provide.ts';

type DirectLine = NonNullable<NonNullable<ChannelSettings['nextTurn']>['directLine']>;

const teamsSettings = (
  { teams, botFrameworkScope: channelScope, cloud, teamsServiceUrl }: Config,
  using: Pick<NonNullable<ChannelSettings['teams']>, 'post' | 'allowsServiceUrl'>,
) => ({ ...teams, ...using, channelScope, cloud, ...(teamsServiceUrl !== undefined && { teamsServiceUrl }) });

const nextTurnSettings = (
  { channels: { inTurns: channels, directLineUrl: serviceUrl }, botFrameworkScope: scope }: Config,
  using: Pick<DirectLine, 'post' | 'clock'>,
) => ({ channels, ...(serviceUrl !== undefined && { directLine: { ...using, serviceUrl, scope } }) });

/** Where customers are. */
export const channelsModule = moduleOf(({ provide }) => {
  provide('allowsCallback', ({ config }) => callbackHosts(config.connectedAgent?.callbackHosts ?? []), [
    'config',
  ]);
  provide('callbackSeal', ({ latest }) => callbackSeal(() => callbackSecretsIn(latest())), ['latest']);
  provide('postCallback', ({ allowsCallback }) => postCallback(allowsCallback), ['allowsCallback']);
  provide(
    'openChannels',
    ({
      config,
      latest,
      allowsServiceUrl,
      breakers,
      clock,
      postCallback: post,
      callbackSeal: seal,
      ...its
    }) => {
      const { copilotApp, connectedAgent } = config;
      const asCopilot =
        copilotApp &&
        postActivity(
          appTokens(
            withCredential(copilotApp, () => latest().copilotApp),
            its.tokenWarnings,
          ),
          allowsServiceUrl,
        );
      return openChannels(
        {
          ...(asCopilot && {
            teams: teamsSettings(config, { post: asCopilot, allowsServiceUrl }),
            nextTurn: nextTurnSettings(config, { post: asCopilot, clock }),
          }),
          ...(connectedAgent && { connectedAgent: { post, seal } }),
        },
        { clock, guard: (channel) => guardedChannel(channel, breakers) },
      );
    },
    [
      'config',
      'latest',
      'allowsServiceUrl',
      'breakers',
      'clock',
      'tokenWarnings',
      'postCallback',
      'callbackSeal',
    ],
  );
  provide('channels', (its) => byId(its.openChannels), ['openChannels']);
});

/**
 * What all replicas share. After a client secret is replaced, what another process has sealed with the old one does not open: customers have
 * to write once more before they can be spoken to. Where the bridge
 * is not called as a connected agent there is nothing to seal, whatever the secret is.
 */
function callbackSecretsIn({ skillApp, connectedAgent }: Config): readonly [string, ...string[]] {
  const own = skillApp.credential.kind === 'secret' ? [skillApp.credential.secret] : [];
  const [first = skillApp.clientId, ...others] = connectedAgent?.callbackSecrets ?? own;
  return [first, ...others];
}
