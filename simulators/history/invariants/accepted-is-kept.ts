import { type Event, isSuccess } from '../event.ts';
import type { CheckOptions, Finding, Judge } from '../finding.ts';
import { type Item, itemsIn } from '../item.ts';
import { type Stays, staysIn, unusedChats } from '../stays.ts';
import { afterUnheardEnd } from '../unheard-end.ts';

/** I1: every item that was answered with a 2xx is delivered or visibly dead-lettered; an end that was, is an end. */
export const acceptedIsKept: Judge = (record, options) => [
  ...lostWords(record, options),
  ...lostEnds(record),
];

function lostWords(record: readonly Event[], { lacks, slackMs }: CheckOptions): readonly Finding[] {
  const unused = unusedChats(record);
  const stays = staysIn(record);
  // Where a refusal would only be repeated, late words are answered like any other.
  const isLate = lacks['refused late words'] === undefined ? () => false : lateWords(stays, slackMs);
  const isUnheard = lacks['refused words'] === undefined ? () => false : afterUnheardEnd(record);
  return itemsIn(record)
    .filter(({ acked, shown, dead }) => acked.length > 0 && shown.length === 0 && dead.length === 0)
    .filter(({ sent }) => !unused.has(sent[0]?.liveChatId ?? ''))
    .filter((item) => !isLate(item) && !isUnheard(item))
    .map(({ token, sent, acked, attempted }) => ({
      invariant: 'I1',
      what: `${token} was accepted and then lost`,
      events: [...sent.slice(0, 1), ...acked.slice(0, 1), ...attempted.slice(-1)],
    }));
}

/** Of an agent, once the session may have been over, or of a chat that no session has. */
const lateWords =
  (stays: Stays, slackMs: number) =>
  ({ sent: [first], acked }: Item): boolean => {
    if (first?.liveChatId === undefined) return false;
    const stay = stays.of(first.liveChatId);
    if (!stay?.isKnown) return true;
    return acked.every(({ at }) => stays.endOf(stay, at + slackMs) !== undefined || stays.isOwnEnd(stay));
  };

/** Where the copilot ended the session after the live chat did, the record cannot tell which of them it was. */
function lostEnds(record: readonly Event[]): readonly Finding[] {
  if (!record.some(({ type }) => type === 'healed')) return [];
  const stays = staysIn(record);
  return record.flatMap((event): readonly Finding[] => {
    if (event.type !== 'end-sent' || event.party !== 'live-chat' || event.liveChatId === undefined) return [];
    const isTaken = isSuccess(event.status);
    const stay = stays.of(event.liveChatId);
    if (!isTaken || !stay?.isKnown) return [];
    const { liveChatId, conversationId, requestedAt } = stay;
    const isOver = record.some(
      (each) =>
        (each.type === 'session-ended' || (each.type === 'end-sent' && each.party === 'copilot')) &&
        each.conversationId === conversationId &&
        each.at >= requestedAt &&
        (each.liveChatId === undefined || each.liveChatId === liveChatId),
    );
    if (isOver) return [];
    return [
      {
        invariant: 'I1',
        what: `the end of ${liveChatId} was accepted and then lost`,
        events: [stay.chat, event],
      },
    ];
  });
}
