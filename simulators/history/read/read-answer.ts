import type { Exchange } from '../../faults/exchange.ts';
import type { OfType } from '../event.ts';

type Answer = Pick<OfType<'attempted'>, 'outcome' | 'status' | 'answeredBy' | 'endedAt' | 'run'>;

/** What the bridge can know of a request of its own; `byStatus` when it needs nothing of the answer but its status. */
export function answerIn(exchange: Exchange, byStatus: boolean): Answer {
  const { fault, status, statusLine, peer, endedAt, callerRun } = exchange;
  const known = status ?? statusLine;
  const isLeftOpen = status === undefined && statusLine !== undefined && !byStatus;
  return {
    outcome: isLeftOpen ? 'unknown' : outcomeOf(known, fault.kind === 'intermediary'),
    ...(known !== undefined && {
      status: known,
      answeredBy: fault.kind === 'intermediary' ? 'intermediary' : 'party',
    }),
    // While the peer works nothing has come back yet.
    ...((endedAt ?? peer?.at) !== undefined && { endedAt: endedAt ?? peer?.at }),
    ...(callerRun !== undefined && { run: callerRun }),
  };
}

/** 502 and 504 come from a gateway, which may have passed the request on; what an intermediary says, no party has said. */
function outcomeOf(status: number | undefined, isIntermediary: boolean): Answer['outcome'] {
  if (status === undefined || status === 500 || status === 502 || status === 504) return 'unknown';
  if (isIntermediary) return status < 300 ? 'unknown' : 'refused';
  return status < 300 ? 'delivered' : 'refused';
}
