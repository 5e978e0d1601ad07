import type { Event } from '../../../simulators/history/event.ts';
import { type Item, itemsIn } from '../../../simulators/history/item.ts';

/** What a run tried, in numbers. */
export function countsOf(record: readonly Event[]): Readonly<Record<string, number>> {
  const items = itemsIn(record);
  const of = (type: Event['type']) => record.filter((event) => event.type === type).length;
  const accepted = items.filter(({ acked }) => acked.length > 0);
  const to = (direction: string) => accepted.filter(({ sent }) => sent[0]?.direction === direction).length;
  const shown = items.map((item) => item.shown.length);
  return {
    kills: of('crash'),
    faults: of('fault'),
    'pages of intermediaries': met(record, 'intermediary'),
    'answers cut after the status line': met(record, 'cut-answer'),
    'live chats opened': of('chat-opened'),
    'of them under an id given again': record.filter(isAgain).length,
    'messages said': items.length,
    'accepted from customers': to('to-live-chat'),
    'accepted from agents': to('to-customer'),
    'refused by the bridge with a 5xx': record.filter(isServerError).length,
    'to be repeated, since the copilot did not take the reply': record.filter(isReplyLost).length,
    'put off until a start was answered': record.filter(isPutOff).length,
    'never taken, however often they were sent': items.filter(isNeverTaken).length,
    'dead-lettered': items.filter(({ dead }) => dead.length > 0).length,
    'shown more than once, each after an unknown outcome': shown.filter((times) => times > 1).length,
    'longest silence after a restart, in ms': Math.max(0, ...silencesIn(record)),
  };
}

const met = (record: readonly Event[], kind: string): number =>
  record.filter((event) => event.type === 'fault' && event.what.startsWith(kind)).length;

const isAgain = (event: Event): boolean => event.type === 'chat-opened' && event.idAgain !== undefined;

const isPutOff = (event: Event): boolean => event.type === 'refused' && event.code === 'session-opening';

const isServerError = (event: Event): boolean =>
  event.type === 'refused' && event.status >= 500 && !isPutOff(event) && !isReplyLost(event);

/** The reply met a fault on its way, and the copilot is told to repeat its activity. */
const isReplyLost = (event: Event): boolean =>
  event.type === 'refused' && event.party === 'copilot' && event.status === 502;

/** Three attempts in a row that fail are no chance. */
const isNeverTaken = ({ attempted, shown }: Item): boolean => shown.length === 0 && attempted.length > 2;

/** From each restart to the next message that somebody reads, unless a crash comes first. */
function silencesIn(record: readonly Event[]): readonly number[] {
  return record.flatMap((event, index) => {
    if (event.type !== 'restart') return [];
    const next = record.slice(index).find(({ type }) => type === 'shown' || type === 'crash');
    return next?.type === 'shown' ? [next.at - event.at] : [];
  });
}
