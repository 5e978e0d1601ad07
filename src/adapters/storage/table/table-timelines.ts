import { totalWeight } from '../../../application/ports/message-weight.ts';
import { directions } from '../../../application/ports/outbox.ts';
import type { LaneHead, SessionTimelines } from '../../../application/ports/session-timelines.ts';
import { liveChatIdOf } from '../../../domain/handoff-session.ts';
import { holdsTexts } from '../record/redact-texts.ts';
import type { SessionRecord, StoredDeadLetter, StoredMessage } from '../record/session-record.ts';
import { type HeldMessage, readTimeline } from '../record/timeline/read-timeline.ts';
import type { SessionTable } from './session-table.ts';

/** Looks at every session for an id that no index has: operators ask seldom. */
export function tableTimelines(table: SessionTable): SessionTimelines {
  return {
    async findSessions(id, limit) {
      return [...table.all()]
        .filter((record) => hasId(record, id))
        .map(({ session }) => session)
        .sort((one, other) => other.requestedAt - one.requestedAt)
        .slice(0, limit);
    },
    async timelineOf(id) {
      const record = table.ofId(id);
      if (record === undefined) return undefined;
      const { session, lanes, dead, timeline } = record;
      const held = [...directions.flatMap((direction) => lanes[direction]), ...dead];
      return readTimeline({ session, lines: timeline, held: held.map(withoutContent) });
    },
    async oldestPending(limit) {
      return table
        .busyLanes()
        .flatMap(({ sessionId, direction }) => table.ofId(sessionId)?.lanes[direction][0] ?? [])
        .sort((one, other) => one.acceptedAt - other.acceptedAt)
        .slice(0, limit)
        .map(headOf);
    },
  };
}

function hasId(record: SessionRecord, id: string): boolean {
  const { session } = record;
  const known: readonly (string | undefined)[] = [session.id, session.conversationId, liveChatIdOf(session)];
  return known.includes(id) || (session.customer.id === id && holdsTexts(record));
}

function withoutContent(message: StoredMessage | StoredDeadLetter): HeldMessage {
  const { id, direction, content, acceptedAt, attempts, unknownAttempts, dueAt, isBegun, lastCause } =
    message;
  return {
    id,
    direction,
    kind: content.kind,
    bytes: totalWeight([message]),
    acceptedAt,
    attempts,
    unknownAttempts,
    dueAt,
    isBegun,
    ...(lastCause !== undefined && { lastCause }),
    ...('diedAt' in message && { cause: message.cause, diedAt: message.diedAt }),
  };
}

function headOf(message: StoredMessage): LaneHead {
  const { id, sessionId, direction, content, acceptedAt, attempts, dueAt, lastCause } = message;
  const times = { acceptedAt, attempts, dueAt };
  return {
    id,
    sessionId,
    direction,
    kind: content.kind,
    ...times,
    ...(lastCause !== undefined && { lastCause }),
  };
}
