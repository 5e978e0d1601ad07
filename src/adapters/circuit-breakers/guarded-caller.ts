import type { Caller } from '../../application/ports/caller.ts';
import type { Breakers } from './breakers.ts';
import { whoseAttempt } from './failures.ts';
import { channelHealthSignalOf } from './health-signal.ts';

/** The same caller, left alone while it fails. */
export function guardedCaller<Guarded extends Caller>(
  caller: Guarded,
  breakers: Pick<Breakers, 'of'>,
): Guarded {
  const breaker = breakers.of({ role: 'caller', id: caller.id });
  return {
    ...caller,
    giveBack: (address, end, attempt) =>
      breaker.run(whoseAttempt(attempt), () => caller.giveBack(address, end, attempt), channelHealthSignalOf),
  };
}
