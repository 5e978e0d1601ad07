import type { Clock } from '../../application/ports/clock.ts';
import type { Channel, GuardChannel } from './channel.ts';
import {
  type ConnectedAgentChannelSettings,
  connectedAgentChannel,
} from './connected-agent/connected-agent-channel.ts';
import { type NextTurnSettings, nextTurnChannels } from './next-turn/next-turn-channel.ts';
import { type TeamsSettings, teamsChannel } from './teams/teams-channel.ts';

/** Settings of each channel; one without settings is not configured. */
export interface ChannelSettings {
  readonly teams?: TeamsSettings;
  readonly connectedAgent?: ConnectedAgentChannelSettings;
  readonly nextTurn?: NextTurnSettings;
}

/** Every channel that is configured: the only place that names them. */
export const openChannels = (
  { teams, connectedAgent, nextTurn }: ChannelSettings,
  using: { readonly clock: Clock; readonly guard: GuardChannel },
): readonly Channel[] => [
  ...(teams ? [teamsChannel(teams, using)] : []),
  ...(nextTurn ? nextTurnChannels(nextTurn, using.guard) : []),
  ...(connectedAgent ? [connectedAgentChannel(connectedAgent, using.guard)] : []),
];
