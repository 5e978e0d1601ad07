import type { ChannelAttempt } from '../../../../src/application/ports/customer-channel.ts';
import { sessionId } from '../../../../src/domain/ids.ts';

/** An attempt at a message of a session that is open. */
export const attempt: ChannelAttempt = {
  sessionId: sessionId('hs_1'),
  messageId: 'hs_1.2.0',
  isStillWanted: async () => true,
};
