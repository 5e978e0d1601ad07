import type { ConversationId } from '../../domain/ids.ts';
import { type Remembered, rememberedForMs } from './session-record.ts';

/** What was answered to which inbound request, by conversation, oldest first. */
export class InboundMemory {
  readonly #byConversation = new Map<ConversationId, Map<string, Remembered>>();

  find(conversation: ConversationId, inboundId: string): Remembered | undefined {
    return this.#byConversation.get(conversation)?.get(inboundId);
  }

  *of(conversation: ConversationId): Iterable<Remembered> {
    yield* this.#byConversation.get(conversation)?.values() ?? [];
  }

  add(conversation: ConversationId, remembered: Remembered): void {
    const known = this.#byConversation.get(conversation) ?? new Map<string, Remembered>();
    this.#byConversation.set(conversation, known);
    forgetBefore(known, remembered.at - rememberedForMs);
    known.set(remembered.id, remembered);
  }

  remove(conversation: ConversationId, inboundId: string): void {
    const known = this.#byConversation.get(conversation);
    known?.delete(inboundId);
    if (known?.size === 0) this.#byConversation.delete(conversation);
  }
}

function forgetBefore(known: Map<string, Remembered>, time: number): void {
  for (const { id, at } of known.values()) {
    if (at >= time) return;
    known.delete(id);
  }
}
