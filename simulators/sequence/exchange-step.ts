import type { Exchange } from '../faults/exchange.ts';
import { faultMetText } from './met.ts';
import type { Step, StepOutcome } from './step.ts';

/** What every request through a proxy has. `line` names the proxy. */
export function exchangeStep(
  exchange: Exchange,
  line: string,
): Pick<Step, 'id' | 'at' | 'outcome' | 'endedAt' | 'status' | 'fault' | 'wire'> {
  const { number, method, path, body, fault, at, endedAt, peer, status } = exchange;
  return {
    id: `${line}-${number}`,
    at,
    outcome: outcomeOf(exchange),
    ...(endedAt !== undefined && { endedAt }),
    ...(status !== undefined && { status }),
    ...(fault.kind !== 'none' && { fault: faultMetText(fault) }),
    wire: {
      method,
      path,
      request: body,
      ...(peer && { answer: { status: peer.status, body: peer.body } }),
    },
  };
}

/** 500, 502 and 504 may come from an intermediary, after the peer has taken the request. */
function outcomeOf({ endedAt, status }: Exchange): StepOutcome {
  if (endedAt === undefined) return 'under-way';
  if (status === undefined || status === 500 || status === 502 || status === 504) return 'unknown';
  return status < 300 ? 'delivered' : 'refused';
}
