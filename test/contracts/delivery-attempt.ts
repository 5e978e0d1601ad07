import type { DeliveryAttempt } from '../../src/application/ports/delivery-attempt.ts';
import { sessionId } from '../../src/domain/ids.ts';

/** An attempt at a message of a session that is open. */
export const attempt: DeliveryAttempt = {
  sessionId: sessionId('hs_1'),
  messageId: 'hs_1.2.0',
  isStillWanted: async () => true,
};
