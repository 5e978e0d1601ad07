import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ChatRecord, withEntries } from '../../chats/chat-record.ts';
import type { InboundMessage, InboundReceipt } from '../wire.ts';

/** What became of each message of an agent, as the last receipt said, by the message's id. */
const receipts = z.object({ receipts: z.record(z.string(), z.string()).default({}) });

export const receiptsIn = ({ details }: Pick<ChatRecord, 'details'>): Readonly<Record<string, string>> =>
  receipts.parse(details ?? {}).receipts;

/** The conversation in which this person was sent the message of a receipt; absent for a message that was never sent. */
export const receiptedIn = (
  chats: readonly ChatRecord[],
  { id, channel }: InboundReceipt,
): ChatRecord | undefined =>
  chats.findLast(
    ({ handoffSessionId, entries }) =>
      handoffSessionId === channel.to.id &&
      entries.some((entry) => entry.kind === 'message' && entry.from === 'agent' && entry.id === id),
  );

export const receipted = (
  chat: ChatRecord,
  { id, status }: Pick<InboundReceipt, 'id' | 'status'>,
): ChatRecord => ({
  ...chat,
  details: { ...chat.details, receipts: { ...receiptsIn(chat), [id]: status } },
});

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
