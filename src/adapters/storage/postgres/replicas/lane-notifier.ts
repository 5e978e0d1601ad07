import type { Lane } from '../../../../application/ports/outbox.ts';
import type { Statement } from '../connection/database.ts';
import { type Asking, ask } from '../connection/store-context.ts';
import { channel, written } from './lane-channel.ts';

/** A lane that this replica has not begun to deliver by then is somebody else's. */
const patienceMs = 100;
/** A notification takes 8,000 bytes at most. */
const lanesAtOnce = 50;

/** Notifications share one queue of the server, and commits with one wait for each other: so none is part of a commit. */
const notify: Statement = {
  name: 'notify',
  text: `select pg_notify('${channel}', $1), set_config('synchronous_commit', 'off', true)`,
};

export interface Announcements {
  /** Something was put into these lanes. */
  filled(lanes: readonly Lane[]): void;
  /** This replica delivers the lane now, or another one has it. */
  taken(lane: Lane): void;
  /** Tells of everything that waits to be told. */
  flush(): Promise<void>;
}

/** Tells other replicas of lanes that this one fills and does not deliver, because it stops or is at its limit. */
export function announcements(asking: Asking): Announcements {
  const { clock, log, replica } = asking;
  const filled = new Map<string, Lane>();
  let cancel: (() => void) | undefined;

  async function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const lanes = [...filled.values()];
    filled.clear();
    for (let start = 0; start < lanes.length; start += lanesAtOnce) {
      const payload = written({ from: replica, lanes: lanes.slice(start, start + lanesAtOnce) });
      // Whoever misses it finds the lanes by looking for them.
      await ask(asking, notify, [payload]).catch((error: Error) => {
        log.warn({ replica, err: error }, 'lanes-not-announced');
      });
    }
  }

  return {
    filled(lanes) {
      for (const lane of lanes) filled.set(keyOf(lane), lane);
      if (filled.size > 0) cancel ??= clock.after(patienceMs, () => void flush());
    },
    taken: (lane) => void filled.delete(keyOf(lane)),
    flush,
  };
}

const keyOf = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;
