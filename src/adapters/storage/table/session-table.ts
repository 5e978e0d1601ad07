import type { Lane } from '../../../application/ports/outbox.ts';
import type { Figures } from '../../../application/ports/store-health.ts';
import { type HandoffSession, holdsConversation, liveChatIdOf } from '../../../domain/handoff-session.ts';
import type { ConversationId, LiveChatId, SessionId } from '../../../domain/ids.ts';
import type { Entry } from '../record/entry.ts';
import { type DeadItem, directions, type Remembered, type SessionRecord } from '../record/session-record.ts';
import { applyEntry } from './apply-entry.ts';
import { LetterIndex } from './indexes/dead-letter-index.ts';
import { EndedSessions } from './indexes/ended-sessions.ts';
import { type Answered, InboundMemory } from './indexes/inbox.ts';
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
  readonly #letters = new LetterIndex();
  readonly #counts = new TableCounts();
  readonly #inbound = new InboundMemory();

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

  answerTo(conversation: ConversationId, inboundId: string): Answered | undefined {
    return this.#inbound.find(conversation, inboundId);
  }

  /** The inbound requests that fell in one session, oldest first. */
  rememberedOf({ id, conversationId }: HandoffSession): readonly Remembered[] {
    return this.#inbound.of(conversationId, id);
  }

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
  forgettableBefore(endedBefore: number, limit: number): readonly SessionRecord[] {
    return this.#each(this.#ended.forgettableBefore(endedBefore, limit));
  }

  letter(id: string): DeadItem | undefined {
    const sessionId = this.#letters.sessionOf(id);
    const record = sessionId === undefined ? undefined : this.#records.get(sessionId);
    return record?.dead.find((letter) => letter.id === id);
  }

  /** Dead letters, newest first. */
  newestLetters(limit: number): readonly DeadItem[] {
    return this.#letters.newest(limit).flatMap((id) => this.letter(id) ?? []);
  }

  figures(): Figures {
    return this.#counts.figures();
  }

  hasRequested(by: number): boolean {
    for (const id of this.#requested) {
      if ((this.#records.get(id)?.session.requestedAt ?? Infinity) <= by) return true;
    }
    return false;
  }

  /** The lanes in which anything waits. */
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
    if (inbound) this.#remember(conversationId, { ...inbound, sessionId: entry.sessionId, at: entry.at });
    const undo = () => {
      if (inbound) this.#inbound.remove(conversationId, inbound.id);
      this.#replace(after, before);
    };
    return { entry, before, after, sequence, undo };
  }

  /** Forgets inbound requests that were answered before a time; gives how many. */
  forgetAnswers(answeredBefore: number, limit: number): number {
    return this.#inbound.forgetBefore(answeredBefore, limit);
  }

  /** Takes in a record that was stored before. */
  load(record: SessionRecord, remembered: readonly Remembered[]): void {
    this.#replace(this.#records.get(record.session.id), record);
    for (const each of remembered) this.#remember(record.session.conversationId, each);
  }

  remove(id: SessionId): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    for (const each of this.rememberedOf(record.session)) {
      this.#inbound.remove(record.session.conversationId, each.id);
    }
    this.#replace(record, undefined);
  }

  /** Removes a record with all that it remembers; gives what puts it back. */
  #removeFor(record: SessionRecord | undefined): () => void {
    if (record === undefined) return () => {};
    const remembered = this.rememberedOf(record.session);
    this.remove(record.session.id);
    return () => this.load(record, remembered);
  }

  #remember(conversation: ConversationId, remembered: Remembered): void {
    this.#inbound.add(conversation, remembered);
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
    if (before) this.#forget(before.session, after?.session);
    if (after) this.#find(after.session);
  }

  #noteLanes(id: SessionId, before: SessionRecord | undefined, after: SessionRecord | undefined): void {
    note(this.#busy, id, { was: hasWaiting(before), is: hasWaiting(after) });
    this.#letters.replace(before, after);
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
  #forget(before: HandoffSession, after: HandoffSession | undefined): void {
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

const hasWaiting = (record: SessionRecord | undefined): boolean =>
  record !== undefined && directions.some((direction) => record.lanes[direction].length > 0);

/** Keeps a set right with as few changes as it takes. */
function note(
  set: Set<SessionId>,
  id: SessionId,
  { was, is }: { readonly was: boolean; readonly is: boolean },
) {
  if (is === was) return;
  if (is) set.add(id);
  else set.delete(id);
}
