import type { Finding, Judge } from '../finding.ts';
import { type Item, itemsIn, laneOf, type Placed } from '../item.ts';

/**
 * I2: every duplicate follows a recorded send of unknown outcome. A crash leaves the outcome of one send in each lane
 * unknown, the one that was under way.
 */
export const duplicatesAreExcused: Judge = (record, { slackMs }) => {
  const crashes = record.filter((event) => event.type === 'crash').map(({ at }) => at);
  const usedByLane = new Set<string>();
  return itemsIn(record).flatMap((item) => judge(item, { crashes, usedByLane, slackMs }));
};

interface Excuses {
  readonly crashes: readonly number[];
  /** A crash together with the lane that it has excused a duplicate in. */
  readonly usedByLane: Set<string>;
  readonly slackMs: number;
}

function judge(item: Item, { crashes, usedByLane, slackMs }: Excuses): readonly Finding[] {
  const lane = laneOf(item)?.key ?? item.token;
  const unknown = item.attempted.filter(({ outcome }) => outcome === 'unknown');
  let used = 0;
  for (const [number, shown] of item.shown.entries()) {
    const before = item.shown[number - 1];
    if (!before) continue;
    if (unknown.filter(({ index }) => index < shown.index).length > used) {
      used += 1;
      continue;
    }
    const begunAt = startOf(item, before) - slackMs;
    const crash = crashes.find((at) => at >= begunAt && at < shown.at && !usedByLane.has(`${at} ${lane}`));
    if (crash === undefined) {
      const what = `${item.token} was shown ${item.shown.length} times without a send of unknown outcome between`;
      return [{ invariant: 'I2', what, events: [...item.sent.slice(0, 1), before, shown] }];
    }
    usedByLane.add(`${crash} ${lane}`);
  }
  return [];
}

/** When the send began that led to this, as far as it was seen. */
const startOf = ({ attempted }: Item, shown: Placed<'shown'>): number =>
  attempted.findLast(({ index }) => index < shown.index)?.at ?? shown.at;
