import type { Event, OfType } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';
import { conversationsOfChats, type Item, itemsIn, type Placed } from '../item.ts';
import { staysIn, unusedChats } from '../stays.ts';

/** I4: no item crosses sessions, and no end does. */
export const nothingCrosses: Judge = (record) => [...crossedWords(record), ...crossedEnds(record)];

function crossedWords(record: readonly Event[]): readonly Finding[] {
  const conversations = conversationsOfChats(record);
  const unused = unusedChats(record);
  return itemsIn(record).flatMap((item) => {
    const spoken = item.sent[0];
    if (!spoken) return [];
    const arrivals = [...item.attempted, ...item.shown].filter(
      ({ liveChatId = '' }) => !unused.has(liveChatId),
    );
    const wrong = arrivals.find(
      (arrival) => isElsewhere(spoken, arrival, conversations) || isOfOtherSession(record, item, arrival),
    );
    return wrong ? [crossed(item, spoken, wrong)] : [];
  });
}

/** An end that reached a chat under an id given again, though no side had asked for the end of its session. */
function crossedEnds(record: readonly Event[]): readonly Finding[] {
  const stays = staysIn(record);
  return record.flatMap((event): readonly Finding[] => {
    if (event.type !== 'step-attempted' || event.step !== 'end' || event.liveChatId === undefined) return [];
    const stay = stays.of(event.liveChatId);
    if (!stay?.isKnown || stay.chat.idAgain === undefined || stays.endOf(stay, event.at)) return [];
    if (stays.isOwnEnd(stay)) return [];
    return [
      {
        invariant: 'I4',
        what: `an end reached ${event.liveChatId}, which is of another session`,
        events: [stay.chat, event],
      },
    ];
  });
}

type Arrival = Placed<'attempted'> | Placed<'shown'>;

function isElsewhere(
  spoken: OfType<'sent'>,
  arrival: Arrival,
  conversations: ReadonlyMap<string, string>,
): boolean {
  if (arrival.party === 'stranger' || arrival.direction !== spoken.direction) return true;
  const of = ({ conversationId, liveChatId }: OfType<'sent'> | Arrival) =>
    conversationId ?? (liveChatId === undefined ? undefined : conversations.get(liveChatId));
  return of(spoken) !== of(arrival);
}

/** A customer's words belong to the session in which they were accepted, not to the next of the same conversation. */
function isOfOtherSession(record: readonly Event[], { sent, acked }: Item, arrival: Arrival): boolean {
  const first = sent[0];
  const answer = acked[0];
  if (!first || !answer || arrival.direction !== 'to-live-chat' || arrival.liveChatId === undefined)
    return false;
  const opened = openedAt(record, arrival.liveChatId);
  const ended = record.findIndex(
    (event, index) =>
      index > answer.index &&
      index < opened &&
      event.type === 'session-ended' &&
      event.conversationId === first.conversationId,
  );
  return ended !== -1;
}

/** When the session of a chat opened its own: one that stray words have opened is no other session's. */
function openedAt(record: readonly Event[], chat: string): number {
  const index = record.findIndex((event) => event.type === 'chat-opened' && event.liveChatId === chat);
  const opened = record[index];
  return opened?.type === 'chat-opened' && opened.strayOf !== undefined
    ? openedAt(record, opened.strayOf)
    : index;
}

function crossed({ token }: Item, spoken: Placed<'sent'>, arrival: Arrival): Finding {
  const where = arrival.party === 'stranger' ? 'a stranger' : 'another session';
  return {
    invariant: 'I4',
    what: `${token} reached ${where}`,
    events: [spoken, arrival].sort((a, b) => a.index - b.index),
  };
}
