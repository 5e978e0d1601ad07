import type { Event, OfType } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';
import { tokenIn } from '../token.ts';

type Arrival = OfType<'attempted'> | OfType<'shown'>;

/**
 * I6: no send to the customer starts after the end is committed. The copilot hears of the end after its commit. Where
 * the start of a send was not seen, its arrival counts.
 */
export const nothingAfterTheEnd: Judge = (record, { endSlackMs }) => {
  const sessions = new Sessions(record);
  const seenStarting = new Set(record.filter((event) => event.type === 'attempted').map(({ text }) => text));
  return record.flatMap((event): readonly Finding[] => {
    sessions.follow(event);
    if (!isToCustomer(event) || (event.type === 'shown' && seenStarting.has(event.text))) return [];
    const end = sessions.endBefore(event);
    return end && event.at > end.at + endSlackMs ? [late(event, end)] : [];
  });
};

const isToCustomer = (event: Event): event is Arrival =>
  (event.type === 'attempted' || event.type === 'shown') && event.direction === 'to-customer';

/** Which sessions are over at a point of the record, and which conversations have none. */
class Sessions {
  readonly #spokenIn = new Map<string, string>();
  readonly #saidAt = new Map<string, number>();
  readonly #chatOf = new Map<string, string>();
  /** Conversations that were asked for a session whose live chat is not known yet. */
  readonly #requestedAt = new Map<string, number>();
  readonly #lastRequestedAt = new Map<string, number>();
  readonly #endOfChat = new Map<string, OfType<'session-ended'>>();
  readonly #endOfConversation = new Map<string, OfType<'session-ended'>>();

  constructor(record: readonly Event[]) {
    for (const event of record) {
      if (event.type === 'session-requested') this.#keepTime(event);
      if (event.type !== 'sent') continue;
      this.#keepTime(event);
      const token = tokenIn(event.text);
      if (token !== undefined && event.liveChatId !== undefined) this.#spokenIn.set(token, event.liveChatId);
    }
  }

  #keepTime({ messageId, at }: OfType<'sent' | 'session-requested'>): void {
    if (messageId !== undefined && !this.#saidAt.has(messageId)) this.#saidAt.set(messageId, at);
  }

  follow(event: Event): void {
    if (event.type === 'session-requested') {
      this.#requestedAt.set(event.conversationId, event.at);
      this.#lastRequestedAt.set(event.conversationId, event.at);
      this.#endOfConversation.delete(event.conversationId);
    }
    if (event.type === 'chat-opened') {
      this.#chatOf.set(event.conversationId, event.liveChatId);
      this.#requestedAt.delete(event.conversationId);
      this.#endOfConversation.delete(event.conversationId);
    }
    if (event.type === 'session-ended') this.#end(event);
  }

  #end(event: OfType<'session-ended'>): void {
    const { conversationId, liveChatId, answersTo, reason } = event;
    // Of a session that never had a live chat, and not of the one that the conversation may have by now.
    if (liveChatId === undefined && answersTo === undefined && reason === 'failed') return;
    // A repeat of an older request gets the older answer.
    if (liveChatId === undefined && this.#isOlder(event)) return;
    const current = this.#chatOf.get(conversationId);
    const isBetween = this.#requestedAt.has(conversationId);
    const chat = liveChatId ?? (isBetween ? undefined : current);
    if (chat !== undefined && !this.#endOfChat.has(chat)) this.#endOfChat.set(chat, event);
    const isOfLast = isBetween ? liveChatId === undefined : chat === current;
    if (isOfLast && !this.#endOfConversation.has(conversationId))
      this.#endOfConversation.set(conversationId, event);
  }

  /** Whether it answers what was said before the conversation was asked for a session again. */
  #isOlder({ conversationId, answersTo }: OfType<'session-ended'>): boolean {
    const saidAt = this.#saidAt.get(answersTo ?? '');
    return saidAt !== undefined && saidAt < (this.#lastRequestedAt.get(conversationId) ?? 0);
  }

  /**
   * The end of the session that the words come from. A notice names no session: it is late when the conversation was
   * given back and no agent was asked for since.
   */
  endBefore({ text, conversationId }: Arrival): OfType<'session-ended'> | undefined {
    const chat = this.#spokenIn.get(tokenIn(text) ?? '');
    if (chat !== undefined) return this.#endOfChat.get(chat);
    return conversationId === undefined ? undefined : this.#endOfConversation.get(conversationId);
  }
}

function late(arrival: Arrival, end: OfType<'session-ended'>): Finding {
  const what = `${tokenIn(arrival.text) ?? 'a notice'} went to the customer after the end`;
  return { invariant: 'I6', what, events: [end, arrival] };
}
