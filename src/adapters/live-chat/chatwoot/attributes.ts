import { createHmac } from 'node:crypto';
import type { LiveChatStart } from '../../../application/ports/live-chat.ts';
import { shortened } from '../../../domain/plain-text.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { Attributes, ContactBody, ConversationBody } from './wire.ts';

/** Characters of an attribute, and its largest number: with more, Chatwoot refuses the whole record. */
const longestValue = 1_500;
const largestNumber = 9_999_999_999;
/** Characters of a contact's name. */
const longestName = 255;

/**
 * The contact of a session: one of its own each, named by our session id, so that two sessions never share a conversation. The
 * hash is over that id too.
 */
export function contactBody(
  { sessionId, customer, channel }: LiveChatStart,
  hmacToken: string | undefined,
): ContactBody {
  const { id, name, locale } = customer;
  return {
    source_id: sessionId,
    identifier: sessionId,
    ...(hmacToken !== undefined && {
      identifier_hash: createHmac('sha256', hmacToken).update(sessionId).digest('hex'),
    }),
    name: shortened(name, longestName),
    custom_attributes: attributesOf({ customer_id: id, channel, ...(locale !== undefined && { locale }) }),
  };
}

export const conversationBody = ({ sessionId, context = {} }: LiveChatStart): ConversationBody => ({
  custom_attributes: { ...attributesOf(context), handoff_session: sessionId },
});

/** What is longer than an attribute goes into several: `order`, `order_2` and so on. */
function attributesOf(context: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) =>
      valuesOf(value).map((each, index) => [index === 0 ? key : `${key}_${index + 1}`, each]),
    ),
  );
}

function valuesOf(value: unknown): readonly Attributes[string][] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'boolean') return [value];
  if (typeof value === 'number' && Math.abs(value) <= largestNumber) return [value];
  return splitText(typeof value === 'string' ? value : JSON.stringify(value), longestValue, eachUnit);
}
