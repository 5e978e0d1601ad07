import type { Event, OfType } from '../event.ts';
import type { CheckOptions, Finding, Judge } from '../finding.ts';
import { type Item, itemsIn, laneOf, type Placed } from '../item.ts';

/**
 * I10: trouble stays alone. As long as a party fails in one session only, no other is refused and none waits. Whether the
 * party itself is in trouble shows in failures of several sessions, in outages and in crashes.
 */
export const troubleStaysAlone: Judge = (record, options) => {
  const troubles = troublesIn(record);
  return [...refusedForOthers(record, troubles), ...heldUpByOthers(record, troubles, options)];
};

type Attempt = OfType<'attempted' | 'step-attempted'>;
type Party = Attempt['party'];

/** For how long failures of before explain what happens now, in milliseconds. */
const memoryMs = 60_000;
/** How long the turn that asks for an agent may wait for an answer, less what is lost on the way, in milliseconds. */
const turnMs = 9_000;

interface Troubles {
  /** Whether the party, or the bridge, was in trouble at some time from `from` to `to`, not counting this session. */
  isWide(party: Party, from: number, to: number): boolean;
  readonly failures: readonly Attempt[];
}

const wayTo: Readonly<Record<Party, string>> = { 'live-chat': 'toLiveChat', teams: 'toTeams', stranger: '' };

function troublesIn(record: readonly Event[]): Troubles {
  const failures = record.filter(isAttempt).filter(({ outcome }) => outcome !== 'delivered');
  const crashes = record.filter(({ type }) => type === 'crash' || type === 'restart');
  // Without a token no peer can be reached.
  const outages = record
    .filter((event) => event.type === 'fault')
    .filter(({ what, party }) => what === 'down' || party === 'entra');
  return {
    failures,
    isWide(party, from, to) {
      const failing = failures.filter(
        (each) => each.party === party && each.at >= from - memoryMs && each.at <= to,
      );
      return (
        new Set(failing.map(sessionOf)).size > 1 ||
        crashes.some(({ at }) => at >= from - memoryMs && at <= to) ||
        outages.some(
          (each) =>
            (each.party === wayTo[party] || each.party === 'entra') &&
            each.at <= to &&
            (each.until ?? to) >= from - memoryMs,
        )
      );
    },
  };
}

const isAttempt = (event: Event): event is Attempt =>
  event.type === 'attempted' || event.type === 'step-attempted';

const sessionOf = ({ liveChatId, conversationId }: Attempt): string => liveChatId ?? conversationId ?? '';

function refusedForOthers(record: readonly Event[], { failures, isWide }: Troubles): readonly Finding[] {
  const requests = record.filter((event) => event.type === 'session-requested');
  const starts = record
    .filter((event) => event.type === 'step-attempted')
    .filter(({ step }) => step === 'start' || step === 'other');
  return record.flatMap((event): readonly Finding[] => {
    if (event.type !== 'session-refused') return [];
    const { conversationId, at } = event;
    const isInTime = (each: Event) => each.at > at - memoryMs && each.at <= at;
    const isRecent = (each: Event) =>
      'conversationId' in each && each.conversationId === conversationId && isInTime(each);
    const asked = requests.filter(isRecent);
    const [first = event] = asked;
    // Who asks once more is told what became of the first request.
    if (at - first.at >= turnMs || isWide('live-chat', first.at, at)) return [];
    const isBad = (each: Event) => isAttempt(each) && (each.outcome !== 'delivered' || isSlow(each));
    // Which session a start, a look or a token is for may not show.
    const isItsStart = (each: OfType<'step-attempted'>) =>
      isRecent(each) || (each.conversationId === undefined && isInTime(each));
    if (starts.some((each) => isItsStart(each) && isBad(each)) || hasIdAgain(record, event)) return [];
    const other = failures.filter((each) => each.party === 'live-chat' && each.at <= at).slice(-1);
    const what = 'an agent was refused as unavailable by a live chat that worked';
    return [{ invariant: 'I10', what, events: [...other, ...asked.slice(-1), event] }];
  });
}

const isSlow = ({ at, endedAt }: Attempt): boolean => endedAt === undefined || endedAt - at >= turnMs;

/** A chat whose id another session still holds cannot be used. */
const hasIdAgain = (record: readonly Event[], refused: OfType<'session-refused'>): boolean =>
  record.some(
    (event) =>
      event.type === 'chat-opened' &&
      event.conversationId === refused.conversationId &&
      event.at > refused.at - memoryMs &&
      event.idAgain !== undefined,
  );

function heldUpByOthers(
  record: readonly Event[],
  { failures, isWide }: Troubles,
  { promptMs }: CheckOptions,
): readonly Finding[] {
  const lanes = Map.groupBy(itemsIn(record), (item) => laneOf(item)?.key ?? '');
  return [...lanes.values()].flatMap((items) => {
    let freeAt = 0;
    return items
      .filter(({ acked, attempted }) => acked.length > 0 && attempted.length > 0)
      .sort((a, b) => ackedAt(a) - ackedAt(b))
      .flatMap((item): readonly Finding[] => {
        const readyAt = Math.max(ackedAt(item), freeAt);
        freeAt = Math.max(freeAt, doneAt(item));
        const [first] = item.attempted;
        if (!first || first.at - readyAt <= promptMs || isWide(first.party, readyAt, first.at)) return [];
        const own = failures.some((each) => sessionOf(each) === sessionOf(first) && each.at <= first.at);
        if (own) return [];
        const what = `${item.token} was held up for ${first.at - readyAt} ms though nothing was wrong in its session`;
        return [{ invariant: 'I10', what, events: [...item.acked.slice(0, 1), first] }];
      });
  });
}

const ackedAt = ({ acked }: Item): number => acked[0]?.at ?? 0;

/** When it no longer held up those behind it. */
function doneAt({ attempted, shown, dead }: Item): number {
  const times: readonly Pick<Placed<'shown'>, 'at'>[] = [...shown, ...dead];
  const ends = attempted.map(({ endedAt, at }) => endedAt ?? at);
  return Math.max(0, ...times.map(({ at }) => at), ...ends);
}
