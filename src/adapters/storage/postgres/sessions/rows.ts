import { z } from 'zod';
import type { DeadLetter, DeadLetterSummary, PendingMessage } from '../../../../application/ports/outbox.ts';
import type { StoredSession } from '../../../../application/ports/session-store.ts';
import { deadSchema, directionSchema, pendingSchema } from '../../record/message-schema.ts';
import type { StoredDeadLetter } from '../../record/session-record.ts';
import { deadLetterView, pendingView } from '../../record/views.ts';
import { idIn } from '../schema/column-text.ts';
import type { KnownStates } from './session-state-cache.ts';
import { jsonColumn } from './state-column.ts';

const id = z.string().transform(idIn);

const sessionRow = z.object({
  id: z.string(),
  state: z.string(),
  version: z.int(),
  to_live_chat: z.int(),
  to_customer: z.int(),
  live_chat_bytes: z.number(),
  customer_bytes: z.number(),
});

/** What {@link sessionOfRow} needs, from `handoff.sessions s` and {@link waitingOfSession}. */
export const sessionColumns = 's.id, s.state, s.version, w.*';

/** What waits in the session `s`: how many messages, and how many bytes. Contents are not read to be weighed. */
export const waitingOfSession = `cross join lateral (
    select count(*) filter (where m.direction = 'to-live-chat')::integer as to_live_chat,
      count(*) filter (where m.direction = 'to-customer')::integer as to_customer,
      coalesce(sum(octet_length(m.content)) filter (where m.direction = 'to-live-chat'), 0)::float8 as live_chat_bytes,
      coalesce(sum(octet_length(m.content)) filter (where m.direction = 'to-customer'), 0)::float8 as customer_bytes
    from handoff.messages m where m.session_id = s.id and m.died_at is null
  ) w`;

export function sessionOfRow(row: unknown, states: KnownStates): StoredSession {
  const { id, state, version, ...lanes } = sessionRow.parse(row);
  const pending = { 'to-live-chat': lanes.to_live_chat, 'to-customer': lanes.to_customer };
  const pendingBytes = { 'to-live-chat': lanes.live_chat_bytes, 'to-customer': lanes.customer_bytes };
  return { session: states.read(id, state), version, pending, pendingBytes };
}

const ofMessage = {
  id,
  content: jsonColumn,
  accepted_at: z.number(),
  due_at: z.number(),
  attempts: z.int(),
  unknown_attempts: z.int(),
  is_begun: z.boolean(),
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
  };
}

/** A message of a lane that is known, out of a row that does not name it. */
export const waitingOfRow = (
  row: unknown,
  lane: Pick<PendingMessage, 'sessionId' | 'direction'>,
): PendingMessage => pendingView(pendingSchema.parse({ ...lane, ...fieldsOf(messageRow.parse(row)) }));

export const itemColumns = `id, session_id, direction, content, accepted_at, due_at, attempts, unknown_attempts,
  is_begun, cause, died_at`;

export const letterOfRow = (row: unknown): DeadLetter => deadLetterView(deadItemOfRow(row));

const deathInRow = z.object({ id, direction: directionSchema, cause: z.string(), died_at: z.number() });

/** A dead letter without its content. */
export function deathOfRow(row: unknown): DeadLetterSummary {
  const { died_at, ...death } = deathInRow.parse(row);
  return { ...death, diedAt: died_at };
}

function deadItemOfRow(row: unknown): StoredDeadLetter {
  const { cause, died_at } = deathRow.parse(row);
  return deadSchema.parse({ ...placed(row), cause, diedAt: died_at });
}

function placed(row: unknown) {
  const { session_id, direction, ...message } = placedRow.parse(row);
  return { sessionId: session_id, direction, ...fieldsOf(message) };
}
