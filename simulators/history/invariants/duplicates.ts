import type { Event, OfType } from '../event.ts';
import type { CheckOptions, Finding, Judge } from '../finding.ts';
import { type Item, itemsIn, laneOf, type Placed } from '../item.ts';

/**
 * I2: every duplicate follows a recorded send of unknown outcome. A crash leaves the outcome of one send in each lane
 * unknown, the one that was under way. What a party has taken is not sent again by the process that knows.
 */
export const duplicatesAreExcused: Judge = (record, { slackMs, lacks }) => {
  const crashes = crashesIn(record);
  const usedByLane = new Set<string>();
  const items = readIn(record);
  const told = items.filter((item) => lacks['callback ids'] === undefined || !isUnlooked(item, record));
  return [
    ...told.flatMap((item) => judge(item, { crashes, usedByLane, slackMs })),
    ...items.flatMap((item) => shownAgain(item, { slackMs, lacks })),
    ...told.flatMap(sentAgain),
  ];
};

/** Without what a stray chat shows: it is ended at once, and no agent reads there. */
function readIn(record: readonly Event[]): readonly Item[] {
  const strays = new Set(
    record.flatMap((event) =>
      event.type === 'chat-opened' && event.strayOf !== undefined ? [event.liveChatId] : [],
    ),
  );
  return itemsIn(record).map((item) => ({
    ...item,
    shown: item.shown.filter(({ liveChatId = '' }) => !strays.has(liveChatId)),
  }));
}

/** How long after an agent's words came the bridge looks for their id, in milliseconds. */
const looksForMs = 60_000;

/** Whether a look failed that may have been for the id of these words of an agent, so that their repeat has another one. */
function isUnlooked({ sent: [first] }: Item, record: readonly Event[]): boolean {
  if (first?.direction !== 'to-customer') return false;
  return record.some(
    (event) =>
      event.type === 'step-attempted' &&
      event.step === 'other' &&
      event.outcome !== 'delivered' &&
      event.at >= first.at &&
      event.at <= first.at + looksForMs,
  );
}

interface Excuses {
  readonly crashes: readonly OfType<'crash'>[];
  /** A crash together with the lane that it has excused a duplicate in. */
  readonly usedByLane: Set<string>;
  readonly slackMs: number;
}

const crashesIn = (record: readonly Event[]): readonly OfType<'crash'>[] =>
  record.filter((event) => event.type === 'crash');

function judge(item: Item, excuses: Excuses): readonly Finding[] {
  const unknown = item.attempted.filter(({ outcome }) => outcome === 'unknown');
  let used = 0;
  for (const [number, shown] of item.shown.entries()) {
    const before = item.shown[number - 1];
    if (!before) continue;
    // A change of the process explains no other duplicate, an unknown outcome may explain a later one.
    const isOtherRun = isOfOtherRun(item, { before, shown });
    if (isOtherRun && isExcusedByCrash(item, { before, shown }, excuses)) continue;
    // That a send was made is not explained by its own outcome.
    const own = sendOf(item, shown)?.index ?? shown.index;
    if (unknown.filter(({ index }) => index < own).length > used) {
      used += 1;
      continue;
    }
    if (!isOtherRun && isExcusedByCrash(item, { before, shown }, excuses)) continue;
    const what = `${item.token} was shown ${item.shown.length} times without a send of unknown outcome between`;
    return [{ invariant: 'I2', what, events: [...item.sent.slice(0, 1), before, shown] }];
  }
  return [];
}

/**
 * A live chat to which words can be repeated shows them once. Where it takes no key the bridge looks for them first, and finds
 * those that it has by then.
 */
function shownAgain(
  item: Item,
  { lacks, slackMs }: Pick<CheckOptions, 'lacks' | 'slackMs'>,
): readonly Finding[] {
  const [first, ...others] = item.shown.filter(({ party }) => party === 'live-chat');
  if (!first || lacks['repeated words'] !== undefined) return [];
  const again = others.find((shown) => {
    const send = sendOf(item, shown);
    return lacks.keys === undefined || (send !== undefined && send.at > first.at + slackMs);
  });
  if (!again) return [];
  const what = `${item.token} was shown to the agent again although a repeat can be told`;
  return [{ invariant: 'I2', what, events: [...item.sent.slice(0, 1), first, again] }];
}

interface Pair {
  readonly before: Placed<'shown'>;
  readonly shown: Placed<'shown'>;
}

function isOfOtherRun(item: Item, { before, shown }: Pair): boolean {
  const runs = [sendOf(item, before)?.run, sendOf(item, shown)?.run];
  return runs.every((run) => run !== undefined) && runs[0] !== runs[1];
}

/** Processes that sent it tell exactly; where they are not known, the times of crashes do. */
function isExcusedByCrash(
  item: Item,
  { before, shown }: Pair,
  { crashes, usedByLane, slackMs }: Excuses,
): boolean {
  const lane = laneOf(item)?.key ?? item.token;
  const runs = [sendOf(item, before)?.run, sendOf(item, shown)?.run];
  if (runs.every((run) => run !== undefined))
    return runs[0] !== runs[1] && take(usedByLane, `run ${runs[0]} ${lane}`);
  const begunAt = (sendOf(item, before)?.at ?? before.at) - slackMs;
  const crash = crashes.find(
    ({ at, until = at }) => until >= begunAt && at < shown.at && !usedByLane.has(`${at} ${lane}`),
  );
  return crash !== undefined && take(usedByLane, `${crash.at} ${lane}`);
}

function take(used: Set<string>, excuse: string): boolean {
  if (used.has(excuse)) return false;
  used.add(excuse);
  return true;
}

/** The send that led to this, as far as it was seen. */
const sendOf = ({ attempted }: Item, shown: Placed<'shown'>): Placed<'attempted'> | undefined =>
  attempted.findLast(({ index }) => index < shown.index);

/** Where a key keeps a repeat from being shown, only the sends show it. */
function sentAgain({ token, attempted }: Item): readonly Finding[] {
  const places = Map.groupBy(
    attempted,
    ({ party, liveChatId, conversationId }) => `${party} ${liveChatId ?? conversationId}`,
  );
  return [...places.values()].flatMap((sends) =>
    sends.flatMap((send, number): readonly Finding[] => {
      const before = sends[number - 1];
      if (before?.outcome !== 'delivered' || before.run === undefined || before.run !== send.run) return [];
      if (before.endedAt === undefined || send.at <= before.endedAt) return [];
      return [
        { invariant: 'I2', what: `${token} was sent again after it was taken`, events: [before, send] },
      ];
    }),
  );
}
