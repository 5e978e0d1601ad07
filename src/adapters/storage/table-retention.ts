import type { Retention } from '../../application/ports/retention.ts';
import { holdsTexts } from './erase-texts.ts';
import { directions, type SessionRecord } from './session-record.ts';
import type { Tables } from './table-sessions.ts';
import { storedSession } from './views.ts';

/** What goes from the same tables as the sessions; `purge` takes it from the files as well. */
export function tableRetention({ clock, table, keeping }: Tables, purge: Retention['purge']): Retention {
  const each = async (type: 'erase' | 'forget', records: readonly SessionRecord[]): Promise<number> => {
    const at = clock.now();
    // Applied at once, and kept by one sync.
    await Promise.all(
      records.map(({ session }) => keeping.commit(table.apply({ type, sessionId: session.id, at }))),
    );
    return records.length;
  };
  const endedBefore = (time: number, limit: number, isMeant: (record: SessionRecord) => boolean) => {
    const found: SessionRecord[] = [];
    for (const record of table.all()) {
      if (found.length >= limit) break;
      if (hasEndedBefore(record, time) && isMeant(record)) found.push(record);
    }
    return found;
  };
  return {
    async ofCustomer(customerId) {
      return [...table.all()]
        .filter((record) => record.session.customer.id === customerId && holdsTexts(record))
        .map(storedSession);
    },
    async eraseTextsOf(id) {
      const record = table.ofId(id);
      if (record?.session.status !== 'ended' || !holdsTexts(record)) return 'nothing';
      await each('erase', [record]);
      return 'erased';
    },
    eraseTexts: async (time, limit) => each('erase', endedBefore(time, limit, holdsTexts)),
    forgetEnded: async (time, limit) => each('forget', endedBefore(time, limit, hasNothingWaiting)),
    purge,
  };
}

const hasEndedBefore = ({ session }: SessionRecord, time: number): boolean =>
  session.status === 'ended' && session.endedAt < time;

const hasNothingWaiting = ({ lanes }: SessionRecord): boolean =>
  directions.every((direction) => lanes[direction].length === 0);
