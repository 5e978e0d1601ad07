import type { ConversationId, SessionId } from '../../../../domain/ids.ts';
import type { IdempotencyRecord } from '../../record/session-record.ts';
import { TimeIndex } from './time-index.ts';

/** What requests of one session that were answered alike about the same time have in common; kept once for all of them. */
export type SharedReply = Omit<IdempotencyRecord, 'id'>;

/** Times are rounded up to this, so that nothing is forgotten early. */
const roundedToMs = 60_000;
/** Conversations whose oldest requests are of one hour are in no order. */
const slotMs = 60 * 60_000;

/** What was answered to which inbound request, by conversation. */
export class Inbox {
  readonly #byConversation = new Map<ConversationId, OfConversation>();
  /** By a time before which nothing of the conversation was answered. */
  readonly #byOldest = new TimeIndex<ConversationId>(slotMs);

  find(conversation: ConversationId, inboundId: string): SharedReply | undefined {
    return this.#byConversation.get(conversation)?.find(inboundId);
  }

  /** Those that fell in one session, oldest first. */
  of(conversation: ConversationId, sessionId: SessionId): readonly IdempotencyRecord[] {
    return this.#byConversation.get(conversation)?.ofSession(sessionId) ?? [];
  }

  sessionsOf(conversation: ConversationId): ReadonlySet<SessionId> {
    return this.#byConversation.get(conversation)?.sessions() ?? new Set();
  }

  add(conversation: ConversationId, record: IdempotencyRecord): void {
    const own = this.#byConversation.get(conversation) ?? new OfConversation();
    own.add(record);
    if (this.#byConversation.has(conversation) && own.oldestAt <= record.at) return;
    this.#byConversation.set(conversation, own);
    this.#index(conversation, own, record.at);
  }

  remove(conversation: ConversationId, inboundId: string): void {
    const own = this.#byConversation.get(conversation);
    own?.remove(inboundId);
    if (own?.isEmpty) this.#drop(conversation, own);
  }

  /** Forgets what was answered before a time, conversation by conversation, until `limit` are forgotten; gives how many. */
  deleteBefore(time: number, limit: number): number {
    let deleted = 0;
    for (const conversation of this.#byOldest.before(time, limit)) {
      const own = this.#byConversation.get(conversation);
      if (!own || deleted >= limit) break;
      deleted += own.deleteBefore(time);
      if (own.isEmpty) this.#drop(conversation, own);
      else this.#index(conversation, own, own.earliest());
    }
    return deleted;
  }

  #index(conversation: ConversationId, known: OfConversation, oldestAt: number): void {
    this.#byOldest.remove(conversation, known.oldestAt);
    known.oldestAt = oldestAt;
    this.#byOldest.add(conversation, oldestAt);
  }

  #drop(conversation: ConversationId, known: OfConversation): void {
    this.#byOldest.remove(conversation, known.oldestAt);
    this.#byConversation.delete(conversation);
  }
}

class OfConversation {
  readonly #byId = new Map<string, SharedReply>();
  #latest: SharedReply | undefined;
  /** Where the conversation stands in the index. */
  oldestAt = Number.POSITIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  find(id: string): SharedReply | undefined {
    return this.#byId.get(id);
  }

  ofSession(sessionId: SessionId): readonly IdempotencyRecord[] {
    const found: IdempotencyRecord[] = [];
    for (const [id, answered] of this.#byId) {
      if (answered.sessionId === sessionId) found.push({ id, ...answered });
    }
    return found;
  }

  add({ id, sessionId, answer, at: exactly }: IdempotencyRecord): void {
    const at = Math.ceil(exactly / roundedToMs) * roundedToMs;
    const { sessionId: lastSession, answer: lastAnswer, at: lastAt } = this.#latest ?? {};
    if (lastAt !== at || lastSession !== sessionId || lastAnswer !== answer) {
      this.#latest = { sessionId, answer, at };
    }
    if (this.#latest) this.#byId.set(id, this.#latest);
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  sessions(): ReadonlySet<SessionId> {
    return new Set([...this.#byId.values()].map(({ sessionId }) => sessionId));
  }

  earliest(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { at } of this.#byId.values()) earliest = Math.min(earliest, at);
    return earliest;
  }

  /** They stand in no order of time where records of several sessions were loaded. */
  deleteBefore(time: number): number {
    const before = this.#byId.size;
    for (const [id, { at }] of this.#byId) if (at < time) this.#byId.delete(id);
    return before - this.#byId.size;
  }
}
