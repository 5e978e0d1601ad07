import { liveChatIdOf } from '../../domain/handoff-session.ts';
import type { LiveChat, Receipt } from '../ports/live-chat.ts';
import type { Settlement, ToCustomer } from '../ports/outbox.ts';
import type { Attempted } from './after-attempt.ts';

interface ReceiptPorts {
  readonly liveChat: Pick<LiveChat, 'capabilities' | 'receipt'>;
}

/**
 * Shows the agent what became of their words, for when that is recorded; absent where there is nothing to show. Nothing waits for it.
 * A long text is delivered with its last piece, and has failed with any.
 */
export function receiptOf(
  { liveChat }: ReceiptPorts,
  { message, session }: Pick<Attempted, 'message' | 'session'>,
  settlement: Settlement,
): (() => void) | undefined {
  if (message.direction !== 'to-customer' || message.content.kind !== 'say') return undefined;
  const { pieceOf } = message.content;
  const liveChatId = liveChatIdOf(session);
  const receipt = pieceOf && receiptFor(settlement, pieceOf);
  if (!pieceOf || !receipt || liveChatId === undefined) return undefined;
  if (!liveChat.capabilities.receipts?.includes(receipt)) return undefined;
  const chat = { sessionId: session.id, liveChatId };
  return () => void liveChat.receipt?.(chat, pieceOf.messageId, receipt).catch(() => undefined);
}

type Piece = NonNullable<Extract<ToCustomer, { readonly kind: 'say' }>['pieceOf']>;

function receiptFor({ as }: Settlement, { isLast }: Piece): Receipt | undefined {
  if (as === 'rejected') return 'failed';
  return as === 'delivered' && isLast ? 'delivered' : undefined;
}
