import type { Event, OfType } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';
import { tokenIn } from '../token.ts';

type Arrival = OfType<'attempted'> | OfType<'shown'>;

/**
 * I6: no send to the customer starts after the end is committed. The copilot hears of the end after its commit. Where
 * the start of a send was not seen, its arrival counts.
 */
export const nothingAfterTheEnd: Judge = (record, { slackMs }) => {
  const sessions = new Sessions(record);
  const seenStarting = new Set(record.filter((event) => event.type === 'attempted').map(({ text }) => text));
  return record.flatMap((event): readonly Finding[] => {
    sessions.follow(event);
    if (!isToCustomer(event) || (event.type === 'shown' && seenStarting.has(event.text))) return [];
    const end = sessions.endBefore(event);
    return end && event.at > end.at + slackMs ? [late(event, end)] : [];
  });
};

const isToCustomer = (event: Event): event is Arrival =>
  (event.type === 'attempted' || event.type === 'shown') && event.direction === 'to-customer';

/** Which sessions are over at a point of the record, and which conversations have none. */
class Sessions {
  readonly #spokenIn = new Map<string, string>();
  readonly #chatOf = new Map<string, string>();
  readonly #endOfChat = new Map<string, OfType<'session-ended'>>();
  readonly #endOfConversation = new Map<string, OfType<'session-ended'>>();

  constructor(record: readonly Event[]) {
    for (const event of record) {
      if (event.type !== 'sent' || event.liveChatId === undefined) continue;
      const token = tokenIn(event.text);
      if (token !== undefined) this.#spokenIn.set(token, event.liveChatId);
    }
  }

  follow(event: Event): void {
    if (event.type === 'chat-opened') {
      this.#chatOf.set(event.conversationId, event.liveChatId);
      this.#endOfConversation.delete(event.conversationId);
    }
    if (event.type !== 'session-ended') return;
    const current = this.#chatOf.get(event.conversationId);
    const chat = event.liveChatId ?? current;
    if (chat !== undefined && !this.#endOfChat.has(chat)) this.#endOfChat.set(chat, event);
    if (chat === current && !this.#endOfConversation.has(event.conversationId))
      this.#endOfConversation.set(event.conversationId, event);
  }

  /** The end of the session that the words come from, else of the last one of the conversation. */
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
