import type { Clock } from '../ports/clock.ts';
import type { ApplyRetention, ExpireSessions } from '../ports/inbound.ts';
import type { Log } from '../ports/log.ts';
import { toError } from '../to-error.ts';

export interface Sweep {
  readonly task: ExpireSessions | ApplyRetention;
  /** From the end of one sweep to the beginning of the next. */
  readonly everyMs: number;
}

/** What is done again and again while the service runs. */
export interface Sweeping {
  start(): void;
  /** Begins nothing new, and resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
}

export function sweepRegularly(sweeps: readonly Sweep[], ports: Ports): Sweeping {
  const stops: (() => Promise<void>)[] = [];
  return {
    start() {
      for (const sweep of sweeps) stops.push(startSweep(sweep, ports));
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** Returns what stops it, and resolves when nothing of it is under way any more. */
function startSweep({ task, everyMs }: Sweep, { clock, log }: Ports): () => Promise<void> {
  let isStopped = false;
  let cancel = () => {};
  const sweep = async () => {
    const changed = await task(() => isStopped).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'sweep-failed');
      return 0;
    });
    if (changed > 0) log.info({ sessions: changed }, 'swept');
    if (!isStopped) {
      cancel = clock.after(everyMs, () => {
        sweeping = sweep();
      });
    }
  };
  let sweeping = sweep();
  return async () => {
    isStopped = true;
    cancel();
    await sweeping;
  };
}
