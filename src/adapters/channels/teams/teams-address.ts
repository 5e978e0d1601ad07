import { z } from 'zod';
import { conversationReference } from '../../bot-framework/conversation-reference.ts';

/** What Teams needs of a session's address. */
export const teamsAddress = conversationReference.extend({
  /** The Bot Connector, for proactive messages. */
  channelServiceUrl: z.string(),
  /** The copilot as Teams knows it. */
  botId: z.string(),
});

export type TeamsAddress = z.infer<typeof teamsAddress>;
