import type { Direction, Settlement } from '../../../application/ports/outbox.ts';
import type { Change } from '../../../application/ports/session-store.ts';
import type { SessionId } from '../../../domain/ids.ts';

interface OfMessage {
  readonly direction: Direction;
  readonly id: string;
}

export interface SettledMessage extends OfMessage {
  readonly settlement: Settlement;
}

interface OfSession {
  readonly sessionId: SessionId;
  /** When it was recorded, in milliseconds since 1970. */
  readonly at: number;
}

export interface CommitEntry
  extends OfSession,
    Pick<Change, 'session' | 'messages' | 'deadLetterLanes' | 'inbound'> {
  readonly type: 'commit';
  /** Lines of the events. */
  readonly timeline?: string;
  /** Of `messages`, the messages whose first attempt begins with the commit. */
  readonly begins?: readonly string[];
  readonly settled?: SettledMessage;
}

export interface BeginEntry extends OfSession, OfMessage {
  readonly type: 'begin';
}

interface SettleEntry extends OfSession, SettledMessage {
  readonly type: 'settle';
}

/** A dead letter goes back to its lane, or away for good. */
export interface DeadLetterEntry extends OfSession {
  readonly type: 'replay' | 'drop';
  readonly id: string;
}

/** The texts of an ended session go, or the whole session. */
interface RetentionEntry extends OfSession {
  readonly type: 'erase' | 'forget';
}

/** One thing that happens to a record. A record is the sum of its entries. */
export type Entry = CommitEntry | BeginEntry | SettleEntry | DeadLetterEntry | RetentionEntry;
