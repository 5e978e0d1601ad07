import { z } from 'zod';
import type { DeadLetter, DeadLetterSummary, PendingMessage } from '../../../../application/ports/outbox.ts';
import { deadSchema, directionSchema, pendingSchema } from '../../record/message-schema.ts';
import type { StoredDeadLetter } from '../../record/session-record.ts';
import { deadLetterView, pendingView } from '../../record/views.ts';
import { idIn } from '../schema/column-text.ts';
import { jsonColumn } from '../schema/json-column.ts';

const id = z.string().transform(idIn);

const ofMessage = {
  id,
  content: jsonColumn,
  accepted_at: z.number(),
  due_at: z.number(),
  attempts: z.int(),
  unknown_attempts: z.int(),
  is_begun: z.boolean(),
  last_cause: z.string().nullable(),
};
const messageRow = z.object(ofMessage);
const placedRow = z.object({ ...ofMessage, session_id: id, direction: z.string() });
const deathRow = z.object({ cause: z.string(), died_at: z.number() });

function fieldsOf(message: z.infer<typeof messageRow>) {
  return {
    id: message.id,
    content: message.content,
    acceptedAt: message.accepted_at,
    dueAt: message.due_at,
    attempts: message.attempts,
    unknownAttempts: message.unknown_attempts,
    isBegun: message.is_begun,
    ...(message.last_cause !== null && { lastCause: message.last_cause }),
  };
}

/** A message of a lane that is known, out of a row that does not name it. */
export const messageOfRow = (
  row: unknown,
  lane: Pick<PendingMessage, 'sessionId' | 'direction'>,
): PendingMessage => pendingView(pendingSchema.parse({ ...lane, ...fieldsOf(messageRow.parse(row)) }));

export const messageColumns = `id, session_id, direction, content, accepted_at, due_at, attempts, unknown_attempts,
  is_begun, cause, last_cause, died_at`;

export const deadLetterOfRow = (row: unknown): DeadLetter => deadLetterView(storedOfRow(row));

const deathInRow = z.object({ id, direction: directionSchema, cause: z.string(), died_at: z.number() });

/** A dead letter without its content. */
export function summaryOfRow(row: unknown): DeadLetterSummary {
  const { died_at, ...death } = deathInRow.parse(row);
  return { ...death, diedAt: died_at };
}

function storedOfRow(row: unknown): StoredDeadLetter {
  const { cause, died_at } = deathRow.parse(row);
  return deadSchema.parse({ ...placed(row), cause, diedAt: died_at });
}

function placed(row: unknown) {
  const { session_id, direction, ...message } = placedRow.parse(row);
  return { sessionId: session_id, direction, ...fieldsOf(message) };
}
