import type { DeadLetter, Waiting } from '../../../application/ports/outbox.ts';
import type { StoredSession } from '../../../application/ports/session-store.ts';
import { bytesOf } from './lane-bytes.ts';
import type { DeadItem, SessionRecord, WaitingItem } from './session-record.ts';

export function storedSession({ session, version, lanes }: SessionRecord): StoredSession {
  const waiting = {
    'to-live-chat': lanes['to-live-chat'].length,
    'to-customer': lanes['to-customer'].length,
  };
  const waitingBytes = {
    'to-live-chat': bytesOf(lanes['to-live-chat']),
    'to-customer': bytesOf(lanes['to-customer']),
  };
  return { session, version, waiting, waitingBytes };
}

/** As others see it: an attempt that was begun and not settled counts as one of unknown outcome. */
export function waitingView({ isBegun, postponedAt: _, ...item }: WaitingItem): Waiting {
  return isBegun ? { ...item, unknownAttempts: item.unknownAttempts + 1 } : item;
}

export function deadLetterView({ isBegun, postponedAt: _, ...letter }: DeadItem): DeadLetter {
  return isBegun ? { ...letter, unknownAttempts: letter.unknownAttempts + 1 } : letter;
}
