import type { Event } from './event.ts';
import type { CheckOptions, Finding, Judge } from './finding.ts';
import { acceptedIsKept } from './invariants/accepted-is-kept.ts';
import { nothingAfterTheEnd } from './invariants/after-end.ts';
import { nothingCrosses } from './invariants/crossing.ts';
import { everythingDrains } from './invariants/drained.ts';
import { duplicatesAreExcused } from './invariants/duplicates.ts';
import { oneSessionPerConversation } from './invariants/one-session.ts';
import { onlyPeersDecide } from './invariants/only-parties-decide.ts';
import { orderIsKept } from './invariants/order.ts';
import { troubleStaysAlone } from './invariants/trouble-stays-alone.ts';
import { nothingIsInvented } from './invariants/unaltered.ts';

const judges: readonly Judge[] = [
  acceptedIsKept,
  duplicatesAreExcused,
  orderIsKept,
  nothingCrosses,
  oneSessionPerConversation,
  nothingAfterTheEnd,
  nothingIsInvented,
  everythingDrains,
  onlyPeersDecide,
  troubleStaysAlone,
];

/** Decides I1 to I10 over a record. Empty: every promise was kept as far as the record shows. */
export function check(record: readonly Event[], options: Partial<CheckOptions> = {}): readonly Finding[] {
  const all: CheckOptions = {
    slackMs: 0,
    endSlackMs: 0,
    drainMs: 60_000,
    triesForMs: 30_000,
    promptMs: 10_000,
    lacks: {},
    ...options,
  };
  return judges.flatMap((judge) => judge(record, all));
}
