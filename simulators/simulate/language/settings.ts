import { z } from 'zod';
import { liveChatKinds } from '../../live-chat/vendors.ts';
import { waysToCall } from '../../solution/builder/agent-source.ts';
import { customerChannels } from '../../teams/customer-channels.ts';
import type { StorySettings } from '../play/world/settings.ts';
import { duration } from './duration.ts';
import { strict } from './strict.ts';

const dialects = ['reference', 'contoso-sample'] as const;

/** What stands under `with`. */
export const settingsSchema = strict({
  'live chat': z
    .enum(liveChatKinds)
    .exactOptional()
    .describe('The dialect of the live chat; reference unless told.'),
  'called as': z
    .enum(waysToCall)
    .exactOptional()
    .describe('How the copilot calls the bridge; skill unless told.'),
  channel: z.enum(customerChannels).exactOptional().describe('Where customers are; msteams unless told.'),
  'delivery mode': z
    .enum(['normal', 'expectReplies', 'stream'])
    .exactOptional()
    .describe('How a connected agent is to answer a turn; normal, which is at the callback, unless told.'),
  'sends the history': z
    .boolean()
    .exactOptional()
    .describe('Earlier messages come along with each turn of a connected agent.'),
  topics: z
    .enum(dialects)
    .exactOptional()
    .describe("How the copilot's topics call the bridge; reference unless told."),
  'expect replies': z
    .boolean()
    .exactOptional()
    .describe('The copilot wants replies in the answer to its request.'),
  'idle after': duration.exactOptional().describe('Silence after which a session ends; 60 min unless told.'),
  'too long after': duration.exactOptional().describe('Age at which a session ends; 24 h unless told.'),
  'teams limits': z.boolean().exactOptional().describe('Teams refuses what comes faster than its limits.'),
  'messages that may wait': z
    .int()
    .min(1)
    .exactOptional()
    .describe('How many undelivered messages a session may have in one direction; 1000 unless told.'),
  'an agent is free': z.boolean().exactOptional().describe('An agent is there as soon as a chat is opened.'),
});

export function settingsOf(given: z.output<typeof settingsSchema>): StorySettings {
  const { 'live chat': liveChat, channel, topics, 'expect replies': expectReplies } = given;
  const { 'idle after': idleMs, 'too long after': maxAgeMs } = given;
  const { 'teams limits': teamsLimits, 'an agent is free': agentIsFree } = given;
  const { 'messages that may wait': laneLimit, 'called as': calledAs } = given;
  const { 'delivery mode': deliveryMode, 'sends the history': sendsHistory } = given;
  const connection = {
    ...(deliveryMode !== undefined && { deliveryMode }),
    ...(sendsHistory && { history: 'value' as const }),
  };
  return {
    ...(calledAs !== undefined && { calledAs }),
    ...(channel !== undefined && { channel }),
    ...(Object.keys(connection).length > 0 && { connection }),
    ...(liveChat !== undefined && { liveChat }),
    ...(topics !== undefined && { topics }),
    ...(expectReplies !== undefined && { expectReplies }),
    ...(idleMs !== undefined && { idleMs }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
    ...(teamsLimits !== undefined && { teamsLimits }),
    ...(laneLimit !== undefined && { laneLimit }),
    ...(agentIsFree !== undefined && { agentIsFree }),
  };
}
