import type { Clock } from '../../application/ports/clock.ts';
import type { Channel, GuardChannel } from './channel.ts';
import { type TeamsSettings, teamsChannel } from './teams/teams-channel.ts';

/** Settings of each channel that is configured. */
export interface ChannelSettings {
  readonly teams: TeamsSettings;
}

/** Every channel that is configured: the only place that names them. */
export const openChannels = (
  { teams }: ChannelSettings,
  using: { readonly clock: Clock; readonly guard: GuardChannel },
): readonly Channel[] => [teamsChannel(teams, using)];
