import { Client } from 'pg';
import type { LaneNotifications } from '../../../../application/ports/lane-notifications.ts';
import type { Lane } from '../../../../application/ports/outbox.ts';
import { connectionOf, type DatabaseOptions } from '../connection/database.ts';
import { endInTime } from '../connection/end-in-time.ts';
import type { StoreContext } from '../connection/store-context.ts';
import { storeError } from '../connection/store-error.ts';
import { channel, readNotification } from './lane-channel.ts';

const tryAgainMs = 1000;

interface ListeningOptions extends Pick<StoreContext, 'replica' | 'clock' | 'log'> {
  readonly options: DatabaseOptions;
}

export interface Listening extends LaneNotifications {
  stop(): Promise<void>;
}

/**
 * Listens on a connection of its own for the lanes of other replicas' notifications, and connects again when that breaks.
 * Resolves when the first connection listens or has failed.
 */
export async function listenForLanes({ options, replica, clock, log }: ListeningOptions): Promise<Listening> {
  const listeners: ((lane: Lane) => void)[] = [];
  let client: Client | undefined;
  let cancel = () => {};
  let isStopped = false;

  function hear(payload: string | undefined): void {
    const told = readNotification(payload);
    if (told === undefined || told.from === replica) return;
    for (const lane of told.lanes) for (const listener of listeners) listener(lane);
  }

  function lost(broken: Client, error: unknown): void {
    if (client !== broken || isStopped) return;
    client = undefined;
    log.warn({ replica, err: storeError(error) }, 'not-listening');
    void broken.end().catch(() => undefined);
    cancel = clock.after(tryAgainMs, () => void connect());
  }

  async function connect(): Promise<void> {
    const next = new Client(connectionOf(options));
    client = next;
    next.on('notification', ({ payload }) => hear(payload));
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, new Error('the connection has ended')));
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      lost(next, error);
    }
  }

  await connect();
  return {
    onLaneFilled: (listener) => void listeners.push(listener),
    async stop() {
      isStopped = true;
      cancel();
      if (client) await endInTime(client);
    },
  };
}
