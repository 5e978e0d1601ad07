import { andThen } from '../../../application/ports/awaitable.ts';
import { headOf } from '../../../application/ports/message-weight.ts';
import type { Lane, Outbox } from '../../../application/ports/outbox.ts';
import type { StoredMessage } from '../record/session-record.ts';
import { pendingView } from '../record/views.ts';
import type { Durability } from './durability.ts';
import { releaseWhenEmpty } from './release-when-empty.ts';
import type { SessionTable } from './session-table.ts';
import { tableDeadLetters } from './table-dead-letters.ts';
import type { Tables } from './table-sessions.ts';

export function tableOutbox(tables: Tables): Outbox {
  const { clock, table, leases, durability } = tables;
  const dueHead = (lane: Lane): StoredMessage | undefined => {
    const head = itemsOf(table, lane)[0];
    if (!head || !isDue(head, clock.now()) || !leases.isFree(lane)) return undefined;
    return durability.isDurable(head.id) ? head : undefined;
  };
  return {
    lease(lane, forMs) {
      if (!dueHead(lane)) return undefined;
      const messages = durablePart(headOf(itemsOf(table, lane)), durability).map(pendingView);
      return { lane, token: leases.grant(lane, forMs), messages };
    },
    begin(lease, id, forMs) {
      const { sessionId, direction } = lease.lane;
      if (!leases.isHeld(lease)) return 'gone';
      leases.extend(lease, forMs);
      const session = table.ofId(sessionId)?.session;
      if (!session || !itemsOf(table, lease.lane).some((item) => item.id === id)) return 'gone';
      if (lease.begun && lease.messages[0]?.id === id) return session;
      const kept = durability.begin(
        table.apply({ type: 'begin', sessionId, direction, id, at: clock.now() }),
      );
      return andThen(kept, () => table.ofId(sessionId)?.session ?? session);
    },
    settle({ lease, id, settlement }) {
      const { sessionId, direction } = lease.lane;
      if (!leases.isHeld(lease) || !table.ofId(sessionId)) return 'lost';
      const entry = { type: 'settle', sessionId, direction, id, settlement, at: clock.now() } as const;
      return andThen(durability.settle(table.apply(entry)), () =>
        releaseWhenEmpty(lease, table, leases) ? 'released' : 'settled',
      );
    },
    async isUnderWay({ sessionId, direction }) {
      const record = table.ofId(sessionId);
      const given = record?.dead.filter((deadLetter) => deadLetter.direction === direction) ?? [];
      return [...(record?.lanes[direction] ?? []), ...given].some(({ isBegun }) => isBegun);
    },
    async makeDue(lane, lastCause) {
      return table.makeDue(lane, lastCause, clock.now()) ? 'due' : 'nothing';
    },
    release: (lease) => leases.release(lease),
    async dueLanes(limit) {
      return table
        .busyLanes()
        .flatMap((lane) => {
          const head = dueHead(lane);
          return head ? [{ lane, dueAt: head.dueAt }] : [];
        })
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit)
        .map(({ lane }) => lane);
    },
    ...tableDeadLetters(tables),
  };
}

/** A clock that was set back leaves times in the future: these count as due. */
const isDue = ({ dueAt, acceptedAt, postponedAt = acceptedAt }: StoredMessage, now: number): boolean =>
  dueAt <= now || now < postponedAt;

const itemsOf = (table: SessionTable, { sessionId, direction }: Lane): readonly StoredMessage[] =>
  table.ofId(sessionId)?.lanes[direction] ?? [];

/** The messages before the first whose commit is not durable yet: a lease never has a gap. */
function durablePart(items: readonly StoredMessage[], durability: Durability): readonly StoredMessage[] {
  const end = items.findIndex(({ id }) => !durability.isDurable(id));
  return end === -1 ? items : items.slice(0, end);
}
