import { z } from 'zod';
import type { DeadLetter, DeadLetterSummary, PendingMessage } from '../../../../application/ports/outbox.ts';
import { deadSchema, directionSchema, pendingSchema } from '../../record/message-schema.ts';
import { deadLetterView, pendingView } from '../../record/views.ts';
import { idColumn, jsonColumn, sessionIdColumn } from '../schema/column-text.ts';

const messageRow = z.object({
  id: idColumn,
  content: jsonColumn,
  accepted_at: z.number(),
  due_at: z.number(),
  attempts: z.int(),
  unknown_attempts: z.int(),
  is_begun: z.boolean(),
  last_cause: z.string().nullable(),
});
const deathRow = z.object({
  id: idColumn,
  direction: directionSchema,
  cause: z.string(),
  died_at: z.number(),
});
const deadLetterRow = z.object({ ...messageRow.shape, ...deathRow.shape, session_id: sessionIdColumn });

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

export function deadLetterOfRow(row: unknown): DeadLetter {
  const { session_id: sessionId, direction, cause, died_at: diedAt, ...message } = deadLetterRow.parse(row);
  return deadLetterView(deadSchema.parse({ ...fieldsOf(message), sessionId, direction, cause, diedAt }));
}

export function summaryOfRow(row: unknown): DeadLetterSummary {
  const { died_at: diedAt, ...death } = deathRow.parse(row);
  return { ...death, diedAt };
}
