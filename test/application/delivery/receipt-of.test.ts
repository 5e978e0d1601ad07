import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../../src/application/delivery/receipt-of.ts';
import type { Receipt } from '../../../src/application/ports/live-chat.ts';
import type { PendingMessage, Settlement, ToCustomer } from '../../../src/application/ports/outbox.ts';
import { active as session } from '../../domain/builders.ts';

const last = { messageId: 'm1', isLast: true };
const piece = { messageId: 'm1', isLast: false };
const delivered: Settlement = { as: 'delivered' };
const rejected: Settlement = { as: 'rejected', cause: 'invalid' };
const tried: Settlement = { as: 'unknown', until: 1, cause: '500' };

function told(
  content: ToCustomer,
  settlement: Settlement,
  receipts: readonly Receipt[] = ['delivered', 'failed'],
) {
  const heard: (readonly [messageId: string, receipt: Receipt])[] = [];
  const message: PendingMessage = {
    id: 'p1',
    sessionId: session.id,
    acceptedAt: 0,
    direction: 'to-customer',
    content,
    attempts: 0,
    unknownAttempts: 0,
    dueAt: 0,
  };
  const capabilities = {
    startCarries: [],
    needsFirstWords: false,
    startIsRepeatable: true,
    sayIsRepeatable: true,
    afterEnd: 'refuses',
    typing: true,
    receipts,
  } as const;
  const receipt = async (_: unknown, messageId: string, each: Receipt) => {
    heard.push([messageId, each]);
    throw new Error('nothing waits for it');
  };
  receiptOf({ liveChat: { capabilities, receipt } }, { message, session }, settlement)?.();
  return heard;
}

const says = (pieceOf?: typeof last): ToCustomer => ({
  kind: 'say',
  text: 'Hello',
  ...(pieceOf && { pieceOf }),
});

describe('The receipt of an agent’s message', () => {
  it('says that it was delivered with its last piece, and that it has failed with any', () => {
    expect(told(says(last), delivered)).toEqual([['m1', 'delivered']]);
    expect(told(says(piece), delivered)).toEqual([]);
    expect(told(says(piece), rejected)).toEqual([['m1', 'failed']]);
  });

  it('is none while it is tried, and none of what no agent has said', () => {
    expect(told(says(last), tried)).toEqual([]);
    expect(told(says(), delivered)).toEqual([]);
    expect(told({ kind: 'notice', text: 'Dana has joined.' }, delivered)).toEqual([]);
  });

  it('is left out where the live chat does not show it', () => {
    expect(told(says(last), rejected, ['delivered'])).toEqual([]);
  });
});
