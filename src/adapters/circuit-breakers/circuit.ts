import type { Clock } from '../../application/ports/clock.ts';
import type { BreakerState } from '../../application/ports/peer.ts';
import { type Probes, probes } from './probes.ts';

/** The state of a peer's circuit, and the probes while it is open. */
export interface Circuit {
  readonly state: BreakerState;
  /** Absent while the circuit is closed. */
  readonly probes: Probes | undefined;
  /** Without effect when it is open. */
  open(): void;
  /** A probe of these has succeeded. Without effect when the circuit was closed since. */
  close(succeeded: Probes): void;
  /** Reports the state if it is another one by now. */
  report(): void;
}

export function newCircuit(clock: Clock, changed: (state: BreakerState) => void): Circuit {
  let current: Probes | undefined;
  let reported: BreakerState = 'closed';
  const state = (): BreakerState => {
    if (!current) return 'closed';
    return current.underWay > 0 ? 'half-open' : 'open';
  };
  return {
    get state() {
      return state();
    },
    get probes() {
      return current;
    },
    open() {
      current ??= probes(clock);
    },
    close(succeeded) {
      if (current === succeeded) current = undefined;
    },
    report() {
      const now = state();
      if (now === reported) return;
      reported = now;
      changed(now);
    },
  };
}
