import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ChatRecord, withEntries } from '../../chats/chat-record.ts';
import type { InboundMessage } from '../wire.ts';

/** With which id a message was sent, by the id of its line on the desk. */
const kept = z.object({ sent: z.record(z.string(), z.string()).default({}) });

export const sentIn = ({ details }: Pick<ChatRecord, 'details'>): Readonly<Record<string, string>> =>
  kept.parse(details ?? {}).sent;

/** Nothing is recognised as a repeat: what comes twice is shown twice. */
export function said(
  chat: ChatRecord,
  { channel, text = '' }: InboundMessage,
  id: string = randomUUID(),
): ChatRecord {
  const { from, messageId } = channel;
  const entry = {
    kind: 'message',
    id,
    from: messageId?.startsWith('notice-') ? 'notice' : 'customer',
    sender: from.nickname ?? chat.customerName,
    text,
    at: new Date().toISOString(),
  } as const;
  const sent = { ...sentIn(chat), ...(messageId !== undefined && { [id]: messageId }) };
  return { ...withEntries(chat, entry), details: { ...chat.details, sent } };
}
