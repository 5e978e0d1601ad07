import type { DrivenPorts } from '../driven-ports.ts';
import { repeat } from '../ports/clock.ts';
import type { ApplyRetention, ExpireSessions } from '../ports/inbound.ts';
import { toError } from '../ports/log.ts';

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

type Ports = Pick<DrivenPorts, 'clock' | 'log'>;

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

const startSweep = ({ task, everyMs }: Sweep, { clock, log }: Ports): (() => Promise<void>) =>
  repeat(clock, { everyMs, atOnce: true }, async (isStopping) => {
    const changed = await task(isStopping).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'sweep-failed');
      return 0;
    });
    if (changed > 0) log.info({ sessions: changed }, 'swept');
  });
