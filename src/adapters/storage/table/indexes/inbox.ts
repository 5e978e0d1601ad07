import type { ConversationId, SessionId } from '../../../../domain/ids.ts';
import type { Remembered } from '../../record/session-record.ts';
import { TimeIndex } from './time-index.ts';

/** What requests of one session that were answered alike about the same time have in common; kept once for all of them. */
export type Answered = Omit<Remembered, 'id'>;

/** Times are rounded up to this, so that nothing is forgotten early. */
const roundedToMs = 60_000;
/** Conversations whose oldest requests are of one hour are in no order. */
const slotMs = 60 * 60_000;

/** What was answered to which inbound request, by conversation. */
export class InboundMemory {
  readonly #byConversation = new Map<ConversationId, OfConversation>();
  /** By a time before which nothing of the conversation was answered. */
  readonly #byOldest = new TimeIndex<ConversationId>(slotMs);

  find(conversation: ConversationId, inboundId: string): Answered | undefined {
    return this.#byConversation.get(conversation)?.find(inboundId);
  }

  /** Those that fell in one session, oldest first. */
  of(conversation: ConversationId, sessionId: SessionId): readonly Remembered[] {
    return this.#byConversation.get(conversation)?.ofSession(sessionId) ?? [];
  }

  add(conversation: ConversationId, remembered: Remembered): void {
    const known = this.#byConversation.get(conversation) ?? new OfConversation();
    known.add(remembered);
    if (this.#byConversation.has(conversation) && known.oldestAt <= remembered.at) return;
    this.#byConversation.set(conversation, known);
    this.#index(conversation, known, remembered.at);
  }

  remove(conversation: ConversationId, inboundId: string): void {
    const known = this.#byConversation.get(conversation);
    known?.remove(inboundId);
    if (known?.isEmpty) this.#drop(conversation, known);
  }

  /** Forgets what was answered before a time, conversation by conversation, until `limit` are forgotten; gives how many. */
  forgetBefore(time: number, limit: number): number {
    let forgotten = 0;
    for (const conversation of this.#byOldest.before(time, limit)) {
      const known = this.#byConversation.get(conversation);
      if (!known || forgotten >= limit) break;
      forgotten += known.forgetBefore(time);
      if (known.isEmpty) this.#drop(conversation, known);
      else this.#index(conversation, known, known.earliest());
    }
    return forgotten;
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
  readonly #byId = new Map<string, Answered>();
  #latest: Answered | undefined;
  /** Where the conversation stands in the index. */
  oldestAt = Number.POSITIVE_INFINITY;

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  find(id: string): Answered | undefined {
    return this.#byId.get(id);
  }

  ofSession(sessionId: SessionId): readonly Remembered[] {
    const found: Remembered[] = [];
    for (const [id, answered] of this.#byId) {
      if (answered.sessionId === sessionId) found.push({ id, ...answered });
    }
    return found;
  }

  add({ id, sessionId, answer, at: exactly }: Remembered): void {
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

  /** When the earliest of them was answered. */
  earliest(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const { at } of this.#byId.values()) earliest = Math.min(earliest, at);
    return earliest;
  }

  /** They stand in no order of time where records of several sessions were loaded. */
  forgetBefore(time: number): number {
    const before = this.#byId.size;
    for (const [id, { at }] of this.#byId) if (at < time) this.#byId.delete(id);
    return before - this.#byId.size;
  }
}
