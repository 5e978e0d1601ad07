import type { Clock } from '../../../application/ports/clock.ts';
import { channelId } from '../../../domain/ids.ts';
import { channelTable } from '../../bot-framework/channel-traits/channel-table.ts';
import { type RateLimits, rateLimiter } from '../../http/client/rate-limiter.ts';
import type { Channel, GuardChannel } from '../channel.ts';
import { type ConnectorSettings, connectorUrl } from './connector-url.ts';
import { type ProactiveSettings, proactiveMessages } from './proactive-messages.ts';
import { rateLimitedChannel } from './rate-limited-channel.ts';
import { unservable } from './servable.ts';

export interface TeamsSettings extends ProactiveSettings, ConnectorSettings {
  readonly pace: RateLimits;
}

/** Microsoft Teams. Its pace holds before whatever guards it: what is not sent at all counts for nothing. */
export function teamsChannel(
  settings: TeamsSettings,
  { clock, guard }: { readonly clock: Clock; readonly guard: GuardChannel },
): Channel {
  const { id, name } = channelTable.msteams;
  const own = { id: channelId(id), traits: { name } };
  const guarded = guard({ ...own, ...proactiveMessages(settings) });
  return {
    ...rateLimitedChannel(guarded, rateLimiter(clock, settings.pace)),
    reachedBy: 'skill',
    unservable,
    placeOf: (activity, { tenantId, copilotAppId }) => ({
      channelServiceUrl: connectorUrl(activity, tenantId, settings),
      botId: activity.relatesTo?.bot?.id ?? `28:${copilotAppId}`,
    }),
  };
}
