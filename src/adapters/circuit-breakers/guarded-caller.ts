import type { Caller } from '../../application/ports/caller.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { whoseAttempt } from './failures.ts';
import { channelHealthSignalOf } from './health-signal.ts';

/** The same caller, left alone while it fails. */
export function guardedCaller(caller: Caller, breaker: CircuitBreaker): Caller {
  return {
    ...caller,
    giveBack: (address, end, attempt) =>
      breaker.run(whoseAttempt(attempt), () => caller.giveBack(address, end, attempt), channelHealthSignalOf),
  };
}
