import { z } from 'zod';
import { eachDirection } from '../../../application/ports/outbox.ts';
import { idempotencyWindowMs } from '../../../application/ports/session-store.ts';
import { deadSchema, pendingSchema } from './message-schema.ts';
import type { IdempotencyRecord, SessionRecord } from './session-record.ts';
import { sessionSchema } from './session-schema.ts';

/** The format of stored documents and journal lines. Another number is another format: it is not guessed at. */
export const schemaVersion = 1;

const versionedSchema = z.object({ schema: z.unknown() });

export const documentSchema = z.object({
  schema: z.literal(schemaVersion),
  version: z.int().min(0),
  sequence: z.int().min(0),
  session: sessionSchema,
  waiting: z.object({ 'to-live-chat': z.array(pendingSchema), 'to-customer': z.array(pendingSchema) }),
  deadLetters: z.array(deadSchema),
  // The version before kept none.
  timeline: z.string().default(''),
  remembered: z.array(z.object({ id: z.string(), answer: z.string(), at: z.number() })),
});

/** One session, with all that belongs to it, as a file that people can read. */
export type SessionDocument = z.infer<typeof documentSchema>;

export interface Restored {
  readonly record: SessionRecord;
  readonly idempotencyRecords: readonly IdempotencyRecord[];
}

/** Leaves out what was answered so long ago that repeats of it need not be recognised at `now` any more. */
export function documentOf({ record, idempotencyRecords }: Restored, now: number): SessionDocument {
  return {
    schema: schemaVersion,
    version: record.version,
    sequence: record.sequence,
    session: record.session,
    waiting: eachDirection((direction) => [...record.lanes[direction]]),
    deadLetters: [...record.dead],
    timeline: record.timeline,
    remembered: idempotencyRecords
      .filter((each) => isInWindow(each, now))
      .map(({ id, answer, at }) => ({ id, answer, at })),
  };
}

/**
 * Leaves out what need not be recognised at `now` any more. Throws an error that says what is wrong with the document, in
 * field names and never in their values.
 */
export function restore(document: unknown, now: number): Restored {
  const version = versionedSchema.safeParse(document).data?.schema;
  if (version !== schemaVersion) {
    throw new Error(
      `schema version ${JSON.stringify(version)} is not known; this program reads ${schemaVersion}`,
    );
  }
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw new Error(`not a session document: ${faultyFields(parsed.error)}`);
  const { session, version: commits, sequence, waiting, deadLetters, timeline, remembered } = parsed.data;
  return {
    record: { session, version: commits, sequence, lanes: waiting, dead: deadLetters, timeline },
    idempotencyRecords: remembered.flatMap((each) =>
      isInWindow(each, now) ? [{ ...each, sessionId: session.id }] : [],
    ),
  };
}

const isInWindow = ({ at }: Pick<IdempotencyRecord, 'at'>, now: number): boolean =>
  at >= now - idempotencyWindowMs;

export function faultyFields(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ path }) => path.join('.') || 'the whole'))].join(', ');
}
