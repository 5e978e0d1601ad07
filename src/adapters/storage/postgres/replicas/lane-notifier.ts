import { type Lane, laneKey } from '../../../../application/ports/outbox.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';
import { channel, notificationPayload } from './lane-channel.ts';

/** When this replica has not begun to deliver a lane by then, in milliseconds, another one may. */
const patienceMs = 100;
/** A notification takes 8,000 bytes at most. */
const lanesAtOnce = 50;

/** Commits that notify wait for each other, since notifications share one queue of the server: so none is part of a commit. */
const notify: Statement = {
  name: 'notify',
  text: `select pg_notify('${channel}', $1), set_config('synchronous_commit', 'off', true)`,
};

export interface LaneNotifier {
  /** Messages were added to these lanes. */
  laneFilled(lanes: readonly Lane[]): void;
  /** This replica delivers the lane now, or another one has leased it. */
  laneTaken(lane: Lane): void;
  /** Sends the notifications that are waiting. */
  flush(): Promise<void>;
}

/** Notifies other replicas of lanes that this one fills and does not deliver, because it stops or is at its limit. */
export function laneNotifier(context: StoreContext): LaneNotifier {
  const { clock, log, replica } = context;
  const filled = new Map<string, Lane>();
  let cancel: (() => void) | undefined;

  async function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const lanes = [...filled.values()];
    filled.clear();
    for (let start = 0; start < lanes.length; start += lanesAtOnce) {
      const payload = notificationPayload({ from: replica, lanes: lanes.slice(start, start + lanesAtOnce) });
      // A replica that misses it finds the lanes when it next looks for due lanes.
      await query(context, notify, [payload]).catch((error: Error) => {
        log.warn({ replica, err: error }, 'lanes-not-announced');
      });
    }
  }

  return {
    laneFilled(lanes) {
      for (const lane of lanes) filled.set(laneKey(lane), lane);
      if (filled.size > 0) cancel ??= clock.after(patienceMs, () => void flush());
    },
    laneTaken: (lane) => void filled.delete(laneKey(lane)),
    flush,
  };
}
