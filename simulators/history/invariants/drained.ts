import type { Event, OfType } from '../event.ts';
import type { CheckOptions, Finding, Judge } from '../finding.ts';
import { itemsIn } from '../item.ts';

/** I8: everything drains once the faults heal: nothing waits, nothing comes late, no live chat is left behind. */
export const everythingDrains: Judge = (record, options) => {
  const healed = record.find((event) => event.type === 'healed');
  if (!healed) return [];
  return [
    ...stillPending(record, healed),
    ...tooLate(record, healed, options),
    ...leftBehind(record, healed, options),
  ];
};

function stillPending(record: readonly Event[], healed: Event): readonly Finding[] {
  const rest = record.findLast((event) => event.type === 'rest');
  if (!rest)
    return [
      {
        invariant: 'I8',
        what: 'the record does not say whether messages are still pending',
        events: [healed],
      },
    ];
  if (rest.waiting === 0) return [];
  return [{ invariant: 'I8', what: `${rest.waiting} messages still wait`, events: [healed, rest] }];
}

function tooLate(record: readonly Event[], healed: Event, { drainMs }: CheckOptions): readonly Finding[] {
  return itemsIn(record).flatMap(({ token, acked, shown }): readonly Finding[] => {
    const [answer] = acked;
    const [first] = shown;
    if (!answer || !first || first.at <= Math.max(healed.at, answer.at) + drainMs) return [];
    const what = `${token} came ${first.at - Math.max(healed.at, answer.at)} ms after healing`;
    return [{ invariant: 'I8', what, events: [answer, healed, first] }];
  });
}

/**
 * Chats that the live chat still holds open although no session has them. One under an id that another session still held
 * is let be: an end would be that session's. So is one of a start whose outcome is not known, where no repeat could find it.
 */
function leftBehind(record: readonly Event[], healed: Event, { lacks }: CheckOptions): readonly Finding[] {
  const ended = new Set(
    record.filter((event) => event.type === 'chat-ended').map(({ liveChatId }) => liveChatId),
  );
  const inUse = sessionsInUse(record);
  const known = new Set(
    record.flatMap((event) => (event.type === 'session-opened' ? [event.liveChatId] : [])),
  );
  return record
    .filter((event) => event.type === 'chat-opened')
    .filter(({ liveChatId }) => !ended.has(liveChatId) && !inUse.has(liveChatId))
    .filter(
      ({ liveChatId, idAgain }) =>
        (idAgain === undefined && lacks['repeated starts'] === undefined) || known.has(liveChatId),
    )
    .map((event) => ({
      invariant: 'I8',
      what: `${event.liveChatId} was left open without a session`,
      events: [event, healed],
    }));
}

function sessionsInUse(record: readonly Event[]): ReadonlySet<string> {
  const open = new Map<string, OfType<'session-opened'>>();
  for (const event of record) {
    if (event.type === 'session-opened') open.set(event.liveChatId, event);
    if (event.type !== 'session-ended') continue;
    for (const [id, session] of open) {
      const isIt = event.liveChatId === id || event.liveChatId === undefined;
      if (isIt && session.conversationId === event.conversationId) open.delete(id);
    }
  }
  return new Set(open.keys());
}
