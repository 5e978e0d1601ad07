import { type DeadLetter, eachDirection, type PendingMessage } from '../../../application/ports/outbox.ts';
import type { StoredSession } from '../../../application/ports/session-store.ts';
import { bytesOf } from './lane-bytes.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from './session-record.ts';

export function storedSession({ session, version, lanes }: SessionRecord): StoredSession {
  const pending = eachDirection((direction) => lanes[direction].length);
  const pendingBytes = eachDirection((direction) => bytesOf(lanes[direction]));
  return { session, version, pending, pendingBytes };
}

/** As others see it: an attempt that was begun and not settled counts as one of unknown outcome. */
export function pendingView({ isBegun, postponedAt: _, ...item }: StoredMessage): PendingMessage {
  return isBegun ? { ...item, unknownAttempts: item.unknownAttempts + 1 } : item;
}

export function deadLetterView({ isBegun, postponedAt: _, ...deadLetter }: StoredDeadLetter): DeadLetter {
  return isBegun ? { ...deadLetter, unknownAttempts: deadLetter.unknownAttempts + 1 } : deadLetter;
}
