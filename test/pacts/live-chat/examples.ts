import { referenceLiveChat } from '../../../src/adapters/live-chat/reference/client.ts';
import type { LiveChat, LiveChatMessage, LiveChatStart } from '../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../src/domain/ids.ts';
import { firstAttempt } from '../../contracts/live-chat-attempt.ts';
import { fromState } from '../matchers.ts';

/* What the real client is given, and what it makes of it on the wire. */

const conversationId = 'hs_5b2f7c9e-3f0a-4c57-9d52-0f6f3f1f2a11';
const callbackUrl = 'https://bridge.example/api/messages/proactive';
const key = `${conversationId}.1.0`;
export const attempt = firstAttempt(key);
export const chat = liveChatId('lc-1');

const customer = { id: 'customer-1', name: 'Robin Lee' };
const at = Date.UTC(2026, 0, 31, 9, 30);
export const timestamp = new Date(at).toISOString();

/** Stands where the credentials go; whoever verifies puts the real ones there. */
export const agreedKey = 'the-agreed-key';

export const leastStart: LiveChatStart = {
  sessionId: sessionId(conversationId),
  channel: channelId('msteams'),
  customer,
  transcript: [],
};

export const fullStart: LiveChatStart = {
  ...leastStart,
  customer: { ...customer, locale: 'en-GB' },
  problem: 'My laptop does not start any more.',
  transcript: [
    { from: 'customer', text: 'I want to talk with a person', at },
    { from: 'copilot', text: 'Please briefly explain your problem:' },
  ],
  context: { department: 'Sales', device: { model: 'Contoso Book 3' } },
};

export const leastStartBody = {
  conversationId: fromState('conversationId', conversationId),
  channel: 'msteams',
  customer,
  callbackUrl: fromState('callbackUrl', callbackUrl),
};

export const fullStartBody = {
  ...leastStartBody,
  customer: { ...customer, locale: 'en-GB' },
  problem: 'My laptop does not start any more.',
  transcript: [
    { from: 'customer', text: 'I want to talk with a person', at: timestamp },
    { from: 'copilot', text: 'Please briefly explain your problem:' },
  ],
  context: { department: 'Sales', device: { model: 'Contoso Book 3' } },
};

export const said: LiveChatMessage = {
  sessionId: sessionId(conversationId),
  liveChatId: chat,
  messageId: '1769851800000',
  text: 'Good morning, it is the power supply.',
  sender: 'Robin Lee',
  at,
  kind: 'customer',
};

/** A message as `send` carries it; the session is the one that the provider state made. */
export const sendBody = ({ messageId, text: message, sender, kind }: LiveChatMessage) => ({
  sessionId: fromState('sessionId', chat),
  messageId,
  message,
  sender,
  timestamp,
  kind,
});

export const endBody = (reason: string) => ({ sessionId: fromState('sessionId', chat), reason });

/** Every request has these; the key keeps its value when the request is repeated. */
export const headers = (bearer: string = agreedKey) => ({
  'Content-Type': 'application/json',
  Authorization: `Bearer ${bearer}`,
  'Idempotency-Key': fromState('idempotencyKey', key),
});

export const clientOf = (baseUrl: string, bearer: string = agreedKey): LiveChat =>
  referenceLiveChat({ baseUrl, callbackUrl, getBearer: async () => bearer });
