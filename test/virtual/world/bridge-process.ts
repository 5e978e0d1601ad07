import type { Clock } from '../../../src/application/ports/clock.ts';
import type { Log } from '../../../src/application/ports/log.ts';
import type { Config } from '../../../src/config/config.ts';
import { sessionId } from '../../../src/domain/ids.ts';
import { compose } from '../../../src/wiring/compose.ts';
import type { Platform } from '../../../src/wiring/parts/platform.ts';
import { killable, killableClock } from '../../application/world/killable.ts';
import { type BridgeProcessLife, newProcessLife, spokenBy } from './process-lifetime.ts';

export interface BridgeProcess {
  readonly life: BridgeProcessLife;
  readonly app: { fetch(request: Request, env?: object): Response | Promise<Response> };
}

export interface ProcessOptions {
  readonly config: Config;
  readonly store: Platform['store'];
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Platform['ids'];
}

/** How often the running service looks for what is overdue, in milliseconds. */
const sweepEveryMs = 5000;

/** The running service but for its socket: everything that `compose` wires, its deliveries and its sweeper. */
export function bridgeProcess({ config, store, clock: time, log, ids }: ProcessOptions): BridgeProcess {
  const life = newProcessLife();
  const clock = killableClock(life, time);
  return spokenBy(life, () => {
    const parts = compose(config, { store: killable(life, store), clock, ids, log });
    parts.deliveries.start();
    parts.feeds.start();
    const sweep = async () => {
      await parts.expireSessions();
      await parts.applyRetention();
      clock.after(sweepEveryMs, () => void sweep());
    };
    void sweep();
    return { life, app: parts.app };
  });
}

/** Ids in the order of their making, and no chance in anything else. */
export function countedIds(): Platform['ids'] {
  let sessions = 0;
  return { newSessionId: () => sessionId(`hs_${++sessions}`), random: () => 0.5 };
}
