import type { ReceivedActivity } from './inbound-activity.ts';

/** The copilot, as its channel and its caller name it. */
export function ownIds({
  activity: { relatesTo, recipient },
  callerAppId,
}: ReceivedActivity): ReadonlySet<string> {
  const ids = [relatesTo?.bot?.id, recipient?.id, callerAppId, `28:${callerAppId}`];
  return new Set(ids.filter((id) => id !== undefined));
}
