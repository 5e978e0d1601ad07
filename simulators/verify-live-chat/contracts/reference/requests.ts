import { randomUUID } from 'node:crypto';
import type { Session } from '../../sessions/session.ts';
import type { Customer, StartDetails } from '../contract.ts';

export const START = '/api/livechat/start';
export const SEND = '/api/livechat/send';
export const END = '/api/livechat/end';

const NAME = 'Robin Lee';

/** Each start is for another customer, unless it has to be for the same one. */
export const newCustomer = (): Customer => ({ id: randomUUID(), name: NAME });

/** No server has to listen there: what comes back is checked with sessions of their own. */
export const UNHEARD_CALLBACK_URL = 'https://bridge.example/api/messages/proactive';

export interface StartOf extends StartDetails {
  readonly conversationId: string;
}

export function startBody({ conversationId, callbackUrl = UNHEARD_CALLBACK_URL, customer }: StartOf) {
  return { conversationId, channel: 'msteams', customer: customer ?? newCustomer(), callbackUrl };
}

export const messageBody = (session: Session, message = 'Good morning, it is the power supply.') => ({
  sessionId: session.id,
  messageId: session.newMessageId(),
  message,
  sender: NAME,
  timestamp: new Date().toISOString(),
  kind: 'customer',
});
