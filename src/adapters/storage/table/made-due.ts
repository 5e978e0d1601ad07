import type { Lane } from '../../../application/ports/outbox.ts';
import type { SessionRecord } from '../record/session-record.ts';

/** The record with the messages of a lane due whose last cause begins with this; absent when none has one. */
export function madeDue(
  record: SessionRecord,
  { direction }: Lane,
  { lastCause, now }: { readonly lastCause: string; readonly now: number },
): SessionRecord | undefined {
  let isAny = false;
  const lane = record.lanes[direction].map((each) => {
    if (!each.lastCause?.startsWith(lastCause) || each.dueAt <= now) return each;
    isAny = true;
    return { ...each, dueAt: now };
  });
  return isAny ? { ...record, lanes: { ...record.lanes, [direction]: lane } } : undefined;
}
