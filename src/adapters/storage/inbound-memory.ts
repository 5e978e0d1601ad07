import type { ConversationId, SessionId } from '../../domain/ids.ts';
import { type Remembered, rememberedForMs } from './session-record.ts';

/** What requests of one session that were answered alike about the same time have in common; kept once for all of them. */
export type Answered = Omit<Remembered, 'id'>;

/** Times are rounded up to this, so that nothing is forgotten early. */
const roundedToMs = 60_000;

/** What was answered to which inbound request, by conversation, oldest first. */
export class InboundMemory {
  readonly #byConversation = new Map<ConversationId, OfConversation>();

  find(conversation: ConversationId, inboundId: string): Answered | undefined {
    return this.#byConversation.get(conversation)?.find(inboundId);
  }

  /** Those that fell in one session, oldest first. */
  of(conversation: ConversationId, sessionId: SessionId): readonly Remembered[] {
    return this.#byConversation.get(conversation)?.ofSession(sessionId) ?? [];
  }

  add(conversation: ConversationId, remembered: Remembered): void {
    const known = this.#byConversation.get(conversation) ?? new OfConversation();
    if (known.isEmpty) this.#byConversation.set(conversation, known);
    known.add(remembered);
  }

  remove(conversation: ConversationId, inboundId: string): void {
    const known = this.#byConversation.get(conversation);
    known?.remove(inboundId);
    if (known?.isEmpty) this.#byConversation.delete(conversation);
  }
}

class OfConversation {
  readonly #byId = new Map<string, Answered>();
  #latest: Answered | undefined;

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
      this.#forgetBefore(exactly - rememberedForMs);
    }
    if (this.#latest) this.#byId.set(id, this.#latest);
  }

  remove(id: string): void {
    this.#byId.delete(id);
  }

  #forgetBefore(time: number): void {
    for (const [id, { at }] of this.#byId) {
      if (at >= time) return;
      this.#byId.delete(id);
    }
  }
}
