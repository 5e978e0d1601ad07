import { z } from 'zod';
import type { CommitEntry, Entry } from '../../record/entry.ts';
import { directionSchema, messageSchema, settlementSchema } from '../../record/message-schema.ts';
import type { SessionRecord } from '../../record/session-record.ts';
import { sessionIdSchema } from '../../record/session-schema.ts';
import type { Applied } from '../../table/session-table.ts';
import { deltaOf, patched, sessionDeltaSchema } from '../session-delta.ts';

const ofSession = { sessionId: sessionIdSchema, sequence: z.int().min(1), at: z.number() };
const ofMessage = { direction: directionSchema, id: z.string() };
const settled = { ...ofMessage, settlement: settlementSchema };

const commitSchema = z.object({
  type: z.literal('commit'),
  ...ofSession,
  session: sessionDeltaSchema,
  outgoing: z.exactOptional(z.array(messageSchema)),
  abandon: z.exactOptional(z.array(directionSchema)),
  begins: z.exactOptional(z.array(z.string())),
  inbound: z.exactOptional(z.object({ id: z.string(), answer: z.string() })),
  settled: z.exactOptional(z.object(settled)),
  timeline: z.exactOptional(z.string()),
});

/** An entry as it stands in the journal. `sequence` is that of the record after it. */
export const journalEntrySchema = z.discriminatedUnion('type', [
  commitSchema,
  z.object({ type: z.literal('begin'), ...ofSession, ...ofMessage }),
  z.object({ type: z.literal('settle'), ...ofSession, ...settled }),
  z.object({ type: z.enum(['replay', 'drop']), ...ofSession, id: z.string() }),
  z.object({ type: z.enum(['erase', 'forget']), ...ofSession }),
]);

export type JournalEntry = z.infer<typeof journalEntrySchema>;

export function journalEntryOf({ entry, before, sequence }: Applied): JournalEntry {
  if (entry.type !== 'commit') return { ...entry, sequence };
  return { ...essence(entry), session: deltaOf(before?.session, entry.session), sequence };
}

function essence(entry: CommitEntry) {
  const { type, sessionId, at, messages, deadLetterLanes, begins, inbound, settled, timeline } = entry;
  return {
    type,
    sessionId,
    at,
    ...(messages.length > 0 && { outgoing: [...messages] }),
    ...(deadLetterLanes.length > 0 && { abandon: [...deadLetterLanes] }),
    ...(begins && { begins: [...begins] }),
    ...(inbound && { inbound }),
    ...(settled && { settled }),
    ...(timeline && { timeline }),
  };
}

/** The entry for the record that stands before it. Throws when it does not fit that record. */
export function entryOf(record: SessionRecord | undefined, { sequence: _, ...entry }: JournalEntry): Entry {
  if (entry.type !== 'commit') return entry;
  const session = patched(record?.session, entry.session);
  return { ...entry, session, messages: entry.outgoing ?? [], deadLetterLanes: entry.abandon ?? [] };
}
