import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { faultyFields, schemaVersion } from '../session-document.ts';
import { type JournalEntry, journalEntrySchema } from './journal-entry.ts';

const openedSchema = z.object({
  type: z.literal('opened'),
  /** Of these earlier files only so many bytes count: what comes after was refused to those who sent it. */
  cuts: z.array(z.object({ file: z.string(), bytes: z.int() })),
});

/** The first line of each journal file. */
type Opened = z.infer<typeof openedSchema>;
export type Cut = Opened['cuts'][number];

export type Line =
  | { readonly is: 'entry'; readonly text: string; readonly entry: JournalEntry }
  | { readonly is: 'opened'; readonly cuts: readonly Cut[] }
  | { readonly is: 'damaged'; readonly text: string; readonly reason: string };

const prefix = /^\{"schema":([^,]*),"crc":"([0-9a-f]{8})","entry":/;

/** One line of JSON that tells by its checksum whether it is whole. */
export function lineOf(entry: JournalEntry | Opened): string {
  const text = JSON.stringify(entry);
  return `{"schema":${schemaVersion},"crc":"${checksum(text)}","entry":${text}}\n`;
}

export function readLine(text: string): Line {
  const damaged = (reason: string): Line => ({ is: 'damaged', text, reason });
  const start = prefix.exec(text);
  if (!start) return damaged('not a line of a journal');
  const [head, version, crc] = start;
  const body = text.slice(head.length, -1);
  if (!text.endsWith('}') || checksum(body) !== crc) return damaged('the checksum does not match');
  if (version !== String(schemaVersion)) {
    return damaged(`schema version ${version} is not known; this program reads ${schemaVersion}`);
  }
  const parsed = z.union([openedSchema, journalEntrySchema]).safeParse(JSON.parse(body));
  if (!parsed.success) return damaged(`not an entry: ${faultyFields(parsed.error)}`);
  if (parsed.data.type === 'opened') return { is: 'opened', cuts: parsed.data.cuts };
  return { is: 'entry', text, entry: parsed.data };
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
