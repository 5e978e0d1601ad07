import { directions, type Lane } from '../../../application/ports/outbox.ts';
import type { StoreMetrics } from '../../../application/ports/store-health.ts';
import { type HandoffSession, holdsConversation, liveChatIdOf } from '../../../domain/handoff-session.ts';
import type { ConversationId, LiveChatId, SessionId } from '../../../domain/ids.ts';
import type { Entry } from '../record/entry.ts';
import type { IdempotencyRecord, SessionRecord, StoredDeadLetter } from '../record/session-record.ts';
import { applyEntry } from './entries/apply-entry.ts';
import { DeadLetterIndex } from './indexes/dead-letter-index.ts';
import { EndedSessions } from './indexes/ended-sessions.ts';
import { Inbox, type SharedReply } from './indexes/inbox.ts';
import { madeDue } from './made-due.ts';
import { TableCounts } from './table-counts.ts';

/** An entry that counts in memory. It can be taken back as long as all entries after it were taken back before. */
export interface Applied {
  readonly entry: Entry;
  readonly before: SessionRecord | undefined;
  /** Absent when the record was forgotten. */
  readonly after: SessionRecord | undefined;
  /** Counts what was recorded of the session, this entry included. */
  readonly sequence: number;
  readonly undo: () => void;
}

/** All sessions with what finds them. Every change and look-up costs the same however many there are. */
export class SessionTable {
  readonly #records = new Map<SessionId, SessionRecord>();
  /** Mostly one each: vendors may give an id again once its session has ended. */
  readonly #byLiveChat = new Map<LiveChatId, readonly SessionId[]>();
  readonly #holders = new Map<ConversationId, SessionId>();
  readonly #requested = new Set<SessionId>();
  readonly #busy = new Set<SessionId>();
  readonly #ended = new EndedSessions();
  readonly #deadLetters = new DeadLetterIndex();
  readonly #counts = new TableCounts();
  readonly #inbound = new Inbox();

  /** How many sessions there are, ended ones too. */
  get size(): number {
    return this.#records.size;
  }

  /** What all messages weigh together, in bytes. */
  get bytes(): number {
    return this.#counts.bytes;
  }

  ofId(id: SessionId): SessionRecord | undefined {
    return this.#records.get(id);
  }

  /** The one that is not ended, or else the newest, whichever was read or changed last. */
  ofLiveChat(id: LiveChatId): SessionRecord | undefined {
    return this.withLiveChat(id).reduce<SessionRecord | undefined>(newer, undefined);
  }

  /** All that know this live chat, ended ones too. */
  withLiveChat(id: LiveChatId): readonly SessionRecord[] {
    return this.#each(this.#byLiveChat.get(id) ?? []);
  }

  /** The session of a conversation that is not ended. */
  ofConversation(id: ConversationId): SessionRecord | undefined {
    const holder = this.#holders.get(id);
    return holder === undefined ? undefined : this.#records.get(holder);
  }

  replyTo(conversation: ConversationId, inboundId: string): SharedReply | undefined {
    return this.#inbound.find(conversation, inboundId);
  }

  /** All in which any request of a conversation is remembered, ended ones too. */
  inConversation(conversation: ConversationId): readonly SessionRecord[] {
    return this.#each(this.#inbound.sessionsOf(conversation));
  }

  /** In memory alone. Whether anything in the lane had waited for its time because of this. */
  makeDue(lane: Lane, lastCause: string, now: number): boolean {
    const before = this.#records.get(lane.sessionId);
    const after = before && madeDue(before, lane, { lastCause, now });
    if (after) this.#replace(before, after);
    return after !== undefined;
  }

  /** The inbound requests that fell in one session, oldest first. */
  idempotencyRecordsOf({ id, conversationId }: HandoffSession): readonly IdempotencyRecord[] {
    return this.#inbound.of(conversationId, id);
  }

  /** The sessions that are not ended, in no order. */
  notEnded(): readonly SessionRecord[] {
    return this.#each(this.#holders.values());
  }

  all(): Iterable<SessionRecord> {
    return this.#records.values();
  }

  /** Some that ended before a time and whose texts are not erased. */
  withTextsBefore(endedBefore: number, limit: number): readonly SessionRecord[] {
    return this.#each(this.#ended.withTextsBefore(endedBefore, limit));
  }

  /** Some that ended before a time and in which nothing waits. */
  deletableBefore(endedBefore: number, limit: number): readonly SessionRecord[] {
    return this.#each(this.#ended.deletableBefore(endedBefore, limit));
  }

  deadLetter(id: string): StoredDeadLetter | undefined {
    const sessionId = this.#deadLetters.sessionOf(id);
    const record = sessionId === undefined ? undefined : this.#records.get(sessionId);
    return record?.dead.find((deadLetter) => deadLetter.id === id);
  }

  newestDeadLetters(limit: number): readonly StoredDeadLetter[] {
    return this.#deadLetters.newest(limit).flatMap((id) => this.deadLetter(id) ?? []);
  }

  metrics(): StoreMetrics {
    return this.#counts.metrics();
  }

  hasRequested(by: number): boolean {
    for (const id of this.#requested) {
      if ((this.#records.get(id)?.session.requestedAt ?? Infinity) <= by) return true;
    }
    return false;
  }

  busyLanes(): readonly Lane[] {
    return this.#each(this.#busy).flatMap(({ session, lanes }) =>
      directions
        .filter((direction) => lanes[direction].length > 0)
        .map((direction) => ({ sessionId: session.id, direction })),
    );
  }

  apply(entry: Entry): Applied {
    const before = this.#records.get(entry.sessionId);
    const after = applyEntry(before, entry);
    const sequence = (before?.sequence ?? 0) + 1;
    if (after === undefined) return { entry, before, after, sequence, undo: this.#removeFor(before) };
    const inbound = entry.type === 'commit' ? entry.inbound : undefined;
    const { conversationId } = after.session;
    this.#replace(before, after);
    if (inbound) this.#inbound.add(conversationId, { ...inbound, sessionId: entry.sessionId, at: entry.at });
    const undo = () => {
      if (inbound) this.#inbound.remove(conversationId, inbound.id);
      this.#replace(after, before);
    };
    return { entry, before, after, sequence, undo };
  }

  /** Forgets inbound requests that were answered before a time; gives how many. */
  deleteIdempotencyRecords(answeredBefore: number, limit: number): number {
    return this.#inbound.deleteBefore(answeredBefore, limit);
  }

  /** Takes in a record that was stored before. */
  load(record: SessionRecord, idempotencyRecords: readonly IdempotencyRecord[]): void {
    this.#replace(this.#records.get(record.session.id), record);
    for (const each of idempotencyRecords) this.#inbound.add(record.session.conversationId, each);
  }

  remove(id: SessionId): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    for (const each of this.idempotencyRecordsOf(record.session)) {
      this.#inbound.remove(record.session.conversationId, each.id);
    }
    this.#replace(record, undefined);
  }

  /** Removes a record with all that it remembers; gives what puts it back. */
  #removeFor(record: SessionRecord | undefined): () => void {
    if (record === undefined) return () => {};
    const idempotencyRecords = this.idempotencyRecordsOf(record.session);
    this.remove(record.session.id);
    return () => this.load(record, idempotencyRecords);
  }

  #each(ids: Iterable<SessionId>): readonly SessionRecord[] {
    return [...ids].flatMap((id) => this.#records.get(id) ?? []);
  }

  #replace(before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    const id = (after ?? before)?.session.id;
    if (id === undefined) return;
    if (after) this.#records.set(id, after);
    else this.#records.delete(id);
    this.#noteLanes(id, before, after);
    // Attempts and their outcomes leave the session as it is, and with it what finds it.
    if (before?.session === after?.session) return;
    if (before) this.#remove(before.session, after?.session);
    if (after) this.#find(after.session);
  }

  #noteLanes(id: SessionId, before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    note(this.#busy, id, { was: hasPending(before), is: hasPending(after) });
    this.#deadLetters.replace(before, after);
    this.#counts.replace(before, after);
    this.#ended.replace(before, after);
  }

  #find(session: HandoffSession): void {
    const liveChat = liveChatIdOf(session);
    if (liveChat !== undefined) {
      const others = this.#byLiveChat.get(liveChat) ?? [];
      if (!others.includes(session.id)) this.#byLiveChat.set(liveChat, [...others, session.id]);
    }
    if (holdsConversation(session)) this.#holders.set(session.conversationId, session.id);
    if (session.status === 'requested') this.#requested.add(session.id);
  }

  /** Takes out of the look-ups what no longer holds once `after` replaces `before`. */
  #remove(before: HandoffSession, after: HandoffSession | undefined): void {
    const { id, conversationId } = before;
    const liveChat = liveChatIdOf(before);
    const keepsLiveChat = after && liveChatIdOf(after) === liveChat;
    if (liveChat !== undefined && !keepsLiveChat) {
      const others = (this.#byLiveChat.get(liveChat) ?? []).filter((each) => each !== id);
      if (others.length > 0) this.#byLiveChat.set(liveChat, others);
      else this.#byLiveChat.delete(liveChat);
    }
    const keepsConversation = after && holdsConversation(after);
    if (!keepsConversation && this.#holders.get(conversationId) === id) this.#holders.delete(conversationId);
    if (before.status === 'requested') this.#requested.delete(id);
  }
}

function newer(one: SessionRecord | undefined, other: SessionRecord): SessionRecord {
  if (one === undefined) return other;
  const [is, was] = [holdsConversation(other.session), holdsConversation(one.session)];
  if (is !== was) return is ? other : one;
  return other.session.requestedAt >= one.session.requestedAt ? other : one;
}

const hasPending = (record: SessionRecord | undefined): boolean =>
  record !== undefined && directions.some((direction) => record.lanes[direction].length > 0);

/** Keeps a set right with as few changes as it takes. */
function note(
  set: Set<SessionId>,
  id: SessionId,
  { was, is }: { readonly was: boolean; readonly is: boolean },
) {
  if (is && !was) set.add(id);
  if (was && !is) set.delete(id);
}
