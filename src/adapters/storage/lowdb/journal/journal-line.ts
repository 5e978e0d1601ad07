import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { SessionId } from '../../../../domain/ids.ts';
import { faultyFields, type SessionDocument, schemaVersion } from '../../record/session-document.ts';
import { sessionIdSchema } from '../../record/session-schema.ts';
import { type JournalEntry, journalEntrySchema } from './journal-entry.ts';

const openedSchema = z.object({
  type: z.literal('opened'),
  /** Of these earlier files only so many bytes count: what comes after was refused to those who sent it. */
  cuts: z.array(z.object({ file: z.string(), bytes: z.int() })),
});

/** Stands for all lines of a session before it. */
const recordSchema = z.object({
  type: z.literal('record'),
  sessionId: sessionIdSchema,
  document: z.unknown(),
});

interface RecordLine {
  readonly type: 'record';
  readonly sessionId: SessionId;
  readonly document: SessionDocument;
}

/** The first line of each journal file. */
type Opened = z.infer<typeof openedSchema>;
export type Cut = Opened['cuts'][number];

const lineSchema = z.discriminatedUnion('type', [openedSchema, recordSchema, journalEntrySchema]);

/** A line that is as it was written, or is not. */
export type Checked =
  | { readonly is: 'whole'; readonly version: string; readonly body: string }
  | { readonly is: 'damaged'; readonly reason: string };

/** What a whole line says; `damaged` when this program does not understand it. */
export type Line = z.infer<typeof lineSchema> | { readonly type: 'damaged'; readonly reason: string };

const prefix = /^\{"schema":([^,]*),"crc":"([0-9a-f]{8})","entry":/;

/** One line of JSON that tells by its checksum whether it is whole. */
export function lineOf(entry: JournalEntry | RecordLine | Opened): string {
  const text = JSON.stringify(entry);
  return `{"schema":${schemaVersion},"crc":"${checksum(text)}","entry":${text}}\n`;
}

/** Compares the checksum alone, which costs a fraction of reading what the line says. */
export function checkLine(text: string): Checked {
  const start = prefix.exec(text);
  if (!start) return { is: 'damaged', reason: 'not a line of a journal' };
  const [head, version = '', crc] = start;
  const body = text.slice(head.length, -1);
  if (!text.endsWith('}') || checksum(body) !== crc) {
    return { is: 'damaged', reason: 'the checksum does not match' };
  }
  return { is: 'whole', version, body };
}

export function readBody({ version, body }: Extract<Checked, { is: 'whole' }>): Line {
  if (version !== String(schemaVersion)) {
    const reason = `schema version ${version} is not known; this program reads ${schemaVersion}`;
    return { type: 'damaged', reason };
  }
  const value: unknown = JSON.parse(body);
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  return { type: 'damaged', reason: `not an entry: ${faultyFields(parsed.error)}` };
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
