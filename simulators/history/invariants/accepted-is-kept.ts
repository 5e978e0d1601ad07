import type { Event } from '../event.ts';
import type { Finding, Judge } from '../finding.ts';
import { itemsIn } from '../item.ts';
import { staysIn, unusedChats } from '../stays.ts';

/** I1: every item that was answered with a 2xx is delivered or visibly dead-lettered; an end that was, is an end. */
export const acceptedIsKept: Judge = (record) => [...lostWords(record), ...lostEnds(record)];

function lostWords(record: readonly Event[]): readonly Finding[] {
  const unused = unusedChats(record);
  return itemsIn(record)
    .filter(({ acked, shown, dead }) => acked.length > 0 && shown.length === 0 && dead.length === 0)
    .filter(({ sent }) => !unused.has(sent[0]?.liveChatId ?? ''))
    .map(({ token, sent, acked, attempted }) => ({
      invariant: 'I1',
      what: `${token} was accepted and then lost`,
      events: [...sent.slice(0, 1), ...acked.slice(0, 1), ...attempted.slice(-1)],
    }));
}

/** Where the copilot ended the session after the live chat did, the record cannot tell which of them it was. */
function lostEnds(record: readonly Event[]): readonly Finding[] {
  if (!record.some(({ type }) => type === 'healed')) return [];
  const stays = staysIn(record);
  return record.flatMap((event): readonly Finding[] => {
    if (event.type !== 'end-sent' || event.party !== 'live-chat' || event.liveChatId === undefined) return [];
    const isTaken = event.status !== undefined && event.status >= 200 && event.status < 300;
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
