import type { Clock } from '../../../application/ports/clock.ts';
import { totalWeight } from '../../../application/ports/message-weight.ts';
import type { Lease } from '../../../application/ports/outbox.ts';
import type {
  Change,
  CommitOutcome,
  LastEnd,
  SessionStore,
} from '../../../application/ports/session-store.ts';
import { type HandoffSession, holdsConversation, liveChatIdOf } from '../../../domain/handoff-session.ts';
import type { CommitEntry } from '../record/entry.ts';
import { leasableLanes } from '../record/leasable-lanes.ts';
import type { SessionRecord } from '../record/session-record.ts';
import { eventLines } from '../record/timeline/lines.ts';
import { storedSession } from '../record/views.ts';
import type { Durability } from './durability.ts';
import { isOverdue } from './indexes/overdue-sessions.ts';
import type { LeaseTable } from './lease-table.ts';
import { releaseWhenEmpty } from './release-when-empty.ts';
import type { SessionTable } from './session-table.ts';

export interface Tables {
  readonly clock: Clock;
  readonly table: SessionTable;
  readonly leases: LeaseTable;
  readonly durability: Durability;
  /** So much may the messages of all sessions weigh together, in bytes, before more of them are refused. */
  readonly bytesAtMost: number;
}

/** The sessions in memory, kept by whatever {@link Durability} promises. */
export function tableSessions(tables: Tables): SessionStore {
  const { table, durability } = tables;
  const replyTo: SessionStore['replyTo'] = (conversation, inboundId) => {
    const found = table.replyTo(conversation, inboundId);
    if (found === undefined) return undefined;
    const { sessionId, answer } = found;
    return durability.untilDurable().then(() => ({ sessionId, answer }));
  };
  return {
    ofId: (id) => view(table.ofId(id)),
    ofConversation: (id) => view(table.ofConversation(id)),
    ofLiveChat: (id) => view(table.ofLiveChat(id)),
    lastEndOf: async (id) => lastEnd(table.inConversation(id)),
    replyTo,
    commit(change) {
      const { session, inbound } = change;
      const before = inbound && replyTo(session.conversationId, inbound.id);
      return before === undefined ? commitNew(tables, change) : unlessRepeated(tables, change, before);
    },
    async overdue(limits, limit) {
      return table
        .notEnded()
        .filter((record) => isOverdue(record, limits))
        .sort((a, b) => a.session.requestedAt - b.session.requestedAt)
        .slice(0, limit)
        .map(storedSession);
    },
    hasRequested: async (by) => table.hasRequested(by),
  };
}

/** A change whose inbound request counts already. The commit that it came with may be taken back yet. */
async function unlessRepeated(
  tables: Tables,
  change: Change,
  reply: ReturnType<SessionStore['replyTo']>,
): Promise<CommitOutcome> {
  const before = await reply;
  return before ? { outcome: 'repeated', ...before } : commitNew(tables, change);
}

/** A change whose inbound request, if it has one, was not committed before. */
async function commitNew(
  { clock, table, leases, durability, bytesAtMost }: Tables,
  change: Change,
): Promise<CommitOutcome> {
  const obstacle = obstacleTo(change, table, leases);
  if (obstacle) return obstacle;
  if (change.refusable && table.bytes + totalWeight(change.messages) > bytesAtMost) {
    return { outcome: 'full' };
  }
  const leased = lease(change, table, leases);
  const begins = leased.flatMap(({ messages }) => messages[0]?.id ?? []);
  try {
    await durability.commit(table.apply(entryOf(change, { at: clock.now(), begins })));
  } catch (error) {
    for (const lease of leased) leases.release(lease);
    throw error;
  }
  const isReleased = change.settled && releaseWhenEmpty(change.settled.lease, table, leases);
  return {
    outcome: 'committed',
    ...(leased.length > 0 && { leased }),
    ...(isReleased && { released: true as const }),
  };
}

function obstacleTo(
  { session, expectedVersion, settled }: Change,
  table: SessionTable,
  leases: LeaseTable,
): CommitOutcome | undefined {
  if (settled && !leases.isHeld(settled.lease)) return { outcome: 'lease-lost' };
  if ((table.ofId(session.id)?.version ?? 0) !== expectedVersion) return { outcome: 'stale' };
  const holder = table.ofConversation(session.conversationId);
  const isTaken = holder !== undefined && holder.session.id !== session.id && holdsConversation(session);
  if (isTaken) return { outcome: 'conversation-taken' };
  return learnsHeldChat(session, table, leases) ? { outcome: 'live-chat-taken' } : undefined;
}

/** Vendors may give an id again once its session has ended and nothing is left that goes to it, but not before. */
function learnsHeldChat(session: HandoffSession, table: SessionTable, leases: LeaseTable): boolean {
  const id = liveChatIdOf(session);
  const before = table.ofId(session.id)?.session;
  if (id === undefined || (before && liveChatIdOf(before) === id)) return false;
  return table
    .withLiveChat(id)
    .some((other) => other.session.id !== session.id && holdsLiveChat(other, leases));
}

function holdsLiveChat({ session, lanes }: SessionRecord, leases: LeaseTable): boolean {
  if (session.status !== 'ended') return true;
  const lane = { sessionId: session.id, direction: 'to-live-chat' } as const;
  return lanes[lane.direction].length > 0 || !leases.isFree(lane);
}

/** The lanes that are empty before the change and free. */
function lease(change: Change, table: SessionTable, leases: LeaseTable): readonly Lease[] {
  const { leaseForMs } = change;
  if (leaseForMs === undefined) return [];
  const lanes = table.ofId(change.session.id)?.lanes;
  return leasableLanes(change)
    .filter(({ lane }) => (lanes?.[lane.direction] ?? []).length === 0 && leases.isFree(lane))
    .map((lease) => ({ ...lease, token: leases.grant(lease.lane, leaseForMs) }));
}

function entryOf(
  { session, events, messages, deadLetterLanes, inbound, settled }: Change,
  { at, begins }: { readonly at: number; readonly begins: readonly string[] },
): CommitEntry {
  const sessionId = session.id;
  const timeline = eventLines(events);
  if (settled && settled.lease.lane.sessionId !== sessionId) {
    throw new Error('a commit settles messages of its own session alone');
  }
  return {
    type: 'commit',
    sessionId,
    at,
    session,
    messages,
    deadLetterLanes,
    ...(begins.length > 0 && { begins }),
    ...(timeline !== '' && { timeline }),
    ...(inbound && { inbound: { id: inbound.id, answer: inbound.answer } }),
    ...(settled && {
      settled: {
        direction: settled.lease.lane.direction,
        id: settled.id,
        settlement: settled.settlement,
      },
    }),
  };
}

function lastEnd(records: readonly SessionRecord[]): LastEnd | undefined {
  const ends = records.flatMap(({ session }) => (session.status === 'ended' ? [session] : []));
  const last = ends.sort((a, b) => b.endedAt - a.endedAt)[0];
  return last && { reason: last.reason, endedAt: last.endedAt };
}

const view = (record: ReturnType<SessionTable['ofId']>) => (record ? storedSession(record) : undefined);
