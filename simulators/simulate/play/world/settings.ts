import type { ConnectionHabits } from '../../../copilot-studio/connected-agent/habits.ts';
import type { CalledAs } from '../../../solution/builder/agent-source.ts';
import type { CustomerChannel } from '../../../teams/customer-channels.ts';

/** What a story changes about the world in which it is played; absent is the default. Durations in milliseconds. */
export interface StorySettings {
  /** The kind of a simulated vendor. */
  readonly liveChat?: string;
  /** How the copilot calls the bridge. */
  readonly calledAs?: CalledAs;
  /** Where customers are. */
  readonly channel?: CustomerChannel;
  /** How a connected agent is called, where that is not as usual. */
  readonly connection?: Partial<ConnectionHabits>;
  /** How the copilot's topics call the bridge. */
  readonly topics?: 'reference' | 'contoso-sample';
  /** The copilot wants replies in the answer to its request. */
  readonly expectReplies?: boolean;
  readonly idleMs?: number;
  readonly maxAgeMs?: number;
  /** Teams refuses what comes faster than its limits. */
  readonly teamsLimits?: boolean;
  /** How many messages may wait in a lane of the bridge. */
  readonly laneLimit?: number;
  /** An agent is there as soon as a chat is opened. */
  readonly agentIsFree?: boolean;
}

/** The settings of the bridge that differ. */
export function settingsOfBridge({ idleMs, maxAgeMs }: StorySettings): Readonly<Record<string, string>> {
  return {
    ...(idleMs !== undefined && { HANDOFF_IDLE_MINUTES: String(idleMs / 60_000) }),
    ...(maxAgeMs !== undefined && { HANDOFF_MAX_HOURS: String(maxAgeMs / 3_600_000) }),
  };
}
