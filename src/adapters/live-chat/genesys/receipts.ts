import type { Receipt } from '../../../application/ports/live-chat.ts';
import type { SessionId } from '../../../domain/ids.ts';
import type { InboundReceipt } from './wire.ts';

interface Receipted {
  readonly sessionId: SessionId;
  /** Of the agent's message, as the webhook named it. */
  readonly id: string;
  readonly now: number;
}

/** `gone`: the words came when no customer was there any more. */
export function receiptBody(receipt: Receipt | 'gone', { sessionId, id, now }: Receipted): InboundReceipt {
  const base = {
    id,
    channel: { to: { id: sessionId }, time: new Date(now).toISOString() },
    isFinalReceipt: true,
  } as const;
  if (receipt === 'delivered') return { ...base, status: 'Delivered' };
  const message =
    receipt === 'gone' ? 'The customer has left.' : 'The customer’s channel did not take the message.';
  return { ...base, status: 'Failed', reasons: [{ code: 'GeneralError', message }] };
}
