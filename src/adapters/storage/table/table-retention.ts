import type { Retention } from '../../../application/ports/retention.ts';
import { holdsTexts } from '../record/redact-texts.ts';
import type { SessionRecord } from '../record/session-record.ts';
import { storedSession } from '../record/views.ts';
import type { Tables } from './table-sessions.ts';

/** What goes from the same tables as the sessions; `purge` takes it from the files as well. */
export function tableRetention({ clock, table, durability }: Tables, purge: Retention['purge']): Retention {
  const each = async (type: 'erase' | 'forget', records: readonly SessionRecord[]): Promise<number> => {
    const at = clock.now();
    // Applied at once, and kept by one sync.
    await Promise.all(
      records.map(({ session }) => durability.commit(table.apply({ type, sessionId: session.id, at }))),
    );
    return records.length;
  };
  return {
    async ofCustomer(customerId) {
      return [...table.all()]
        .filter((record) => record.session.customer.id === customerId && holdsTexts(record))
        .map(storedSession);
    },
    async redactTextsOf(id) {
      const record = table.ofId(id);
      if (record?.session.status !== 'ended' || !holdsTexts(record)) return 'nothing';
      await each('erase', [record]);
      return 'erased';
    },
    redactTexts: async (time, limit) => each('erase', table.withTextsBefore(time, limit)),
    deleteEnded: async (time, limit) => each('forget', table.deletableBefore(time, limit)),
    deleteIdempotencyRecords: async (time, limit) => table.deleteIdempotencyRecords(time, limit),
    purge,
  };
}
