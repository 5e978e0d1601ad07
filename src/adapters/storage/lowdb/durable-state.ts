import type { SessionId } from '../../../domain/ids.ts';
import { documentOf, type SessionDocument } from '../record/session-document.ts';
import type { SessionRecord } from '../record/session-record.ts';
import type { SessionTable } from '../table/session-table.ts';
import type { PendingEntries } from './pending-entries.ts';

interface Options {
  readonly table: SessionTable;
  readonly pending: PendingEntries;
}

/**
 * A session as far as it is durable in the journal; absent when it is not there any more. Only this may be written anywhere
 * else, or a failing write could bring back what was refused.
 */
export function durableRecord(id: SessionId, { table, pending }: Options): SessionRecord | undefined {
  const first = pending.firstOf(id);
  return first ? first.before : table.ofId(id);
}

/** The same as a document, at the time `now`, in milliseconds since 1970. */
export function durableState(id: SessionId, now: number, options: Options): SessionDocument | undefined {
  const { table, pending } = options;
  const record = durableRecord(id, options);
  if (!record) return undefined;
  const idempotencyRecords = table.idempotencyRecordsOf(record.session);
  if (record === table.ofId(id)) return documentOf({ record, idempotencyRecords }, now);
  const pendingInbound = pending.inboundOf(id);
  return documentOf(
    { record, idempotencyRecords: idempotencyRecords.filter((each) => !pendingInbound.has(each.id)) },
    now,
  );
}
