import type { LiveChatMessage, LiveChatStart } from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import { oneLine, shortened } from '../../../domain/plain-text.ts';
import type { InboundMessage, InboundTyping } from './wire.ts';

/* What of ours goes into the bodies of Open Messaging. */

const longestName = 100;
/** Characters of one value of participant data, which is for flows and scripts and not for texts. */
const longestValue = 1_000;

const personOf = (sessionId: SessionId, nickname: string) => ({
  id: sessionId,
  idType: 'Opaque' as const,
  nickname: oneLine(nickname, longestName),
});

/** Marks what is no word of the customer's. */
const noticePrefix = 'notice-';

/** `text` is what opens the conversation, or a part of it. */
export const openingMessage = (
  start: LiveChatStart,
  { text, messageId, now }: { readonly text: string; readonly messageId: string; readonly now: number },
): InboundMessage => ({
  channel: {
    from: personOf(start.sessionId, start.customer.name),
    time: new Date(now).toISOString(),
    messageId,
    metadata: { customAttributes: attributesOf(start) },
  },
  text,
});

export const ownMessageId = ({ kind }: Pick<LiveChatMessage, 'kind'>, key: string): string =>
  kind === 'notice' ? `${noticePrefix}${key}` : key;

export const messageBody = (message: LiveChatMessage, key: string): InboundMessage => ({
  channel: {
    from: personOf(message.sessionId, message.sender),
    time: new Date(message.at).toISOString(),
    messageId: ownMessageId(message, key),
  },
  text: message.text,
});

export const typingBody = (sessionId: SessionId, now: number): InboundTyping => ({
  channel: { from: personOf(sessionId, 'Customer'), time: new Date(now).toISOString() },
  events: [{ eventType: 'Typing' }],
});

/** Participant data is flat, and texts alone. */
function attributesOf({ sessionId, customer, channel, context = {} }: LiveChatStart) {
  const own = {
    handoff_session: sessionId,
    customer_id: customer.id,
    customer_channel: channel,
    ...(customer.locale !== undefined && { customer_locale: customer.locale }),
  };
  const told = Object.entries(context).filter(([, value]) => value !== null && value !== undefined);
  return {
    ...Object.fromEntries(told.map(([name, value]) => [name, shortened(asText(value), longestValue)])),
    ...own,
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
