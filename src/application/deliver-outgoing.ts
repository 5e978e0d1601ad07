import { type DeliverPorts, deliverLane } from './deliver-lane.ts';
import { failedAttempts } from './failed-attempts.ts';
import type { Direction, Lane } from './ports/outbox.ts';
import type { Lent } from './signals.ts';
import { toError } from './to-error.ts';

export interface Deliveries {
  /** Takes up what an earlier run left behind and delivers from then on. */
  start(): void;
  /** Begins nothing new and resolves when the attempts under way are settled. */
  stop(): Promise<void>;
}

export type DeliveriesPorts = Omit<DeliverPorts, 'failed'>;

/**
 * How many lanes of one direction are delivered at once; the others wait for their turn in the order in which they were
 * woken. Each direction has its own places, so that a party that answers nobody cannot take those of the other.
 */
const lanesAtOnce = 256;
/** How often lanes are looked for that nobody woke: those of a crash, or of another process that died. */
const lookForLanesMs = 3000;
/** When to try a lane again that the store or a defect stopped. */
const afterFailureMs = 1000;

/** The places in which lanes of one direction are delivered, and the lanes that wait for one. */
interface Places {
  taken: number;
  readonly queue: Map<string, Lane>;
}

const newPlaces = (): Places => ({ taken: 0, queue: new Map() });

const keyOf = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;

/** Delivers every lane, each by one worker at a time and in order; lanes never wait for each other. */
export function deliverOutgoing(given: DeliveriesPorts): Deliveries {
  const { outbox, clock, signals, log } = given;
  const ports: DeliverPorts = { ...given, failed: failedAttempts(clock) };
  const running = new Map<string, Promise<void>>();
  const wokenAgain = new Map<string, Lent | undefined>();
  const places: Readonly<Record<Direction, Places>> = {
    'to-live-chat': newPlaces(),
    'to-customer': newPlaces(),
  };
  const lending = new Set<Promise<unknown>>();
  const timers = new Map<string, () => void>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  const isStopping = () => state === 'stopping';

  const hasRoom = (direction: Direction) => state === 'running' && places[direction].taken < lanesAtOnce;

  function mayLend(commit: Promise<unknown>): void {
    lending.add(commit);
    const heard = () => void lending.delete(commit);
    commit.then(heard, heard);
  }

  function wake(lane: Lane, lent?: Lent): void {
    const key = keyOf(lane);
    // What is lent has begun: it is delivered where there is no room, and when this process stops.
    if (state !== 'running' && !lent) return;
    if (running.has(key)) wokenAgain.set(key, lent ?? wokenAgain.get(key));
    else if (lent || hasRoom(lane.direction)) run(key, lane, lent);
    else places[lane.direction].queue.set(key, lane);
  }

  function run(key: string, lane: Lane, lent?: Lent): void {
    const place = places[lane.direction];
    place.queue.delete(key);
    place.taken++;
    running.set(key, deliver(key, lane, lent));
  }

  async function deliver(key: string, lane: Lane, lent: Lent | undefined): Promise<void> {
    const place = places[lane.direction];
    try {
      const { until } = await deliverLane(ports, { lane, lent }, isStopping);
      if (until !== undefined) wakeLater(key, lane, until);
    } catch (error) {
      log.error({ session: lane.sessionId, err: toError(error) }, 'lane-failed');
      wakeLater(key, lane, clock.now() + afterFailureMs);
    } finally {
      running.delete(key);
      place.taken--;
      const lentAgain = wokenAgain.get(key);
      if (wokenAgain.delete(key)) {
        if (lentAgain) run(key, lane, lentAgain);
        else place.queue.set(key, lane);
      }
      wakeNextIn(place.queue);
    }
  }

  function wakeLater(key: string, lane: Lane, until: number): void {
    if (state !== 'running') return;
    timers.get(key)?.();
    const cancel = clock.after(Math.max(0, until - clock.now()), () => {
      timers.delete(key);
      wake(lane);
    });
    timers.set(key, cancel);
  }

  function wakeNextIn(queue: Map<string, Lane>): void {
    const next = queue.entries().next();
    if (next.done) return;
    const [key, lane] = next.value;
    queue.delete(key);
    wake(lane);
  }

  async function lookForLanes(): Promise<void> {
    const lanes = await outbox.dueLanes(2 * lanesAtOnce).catch((error: unknown) => {
      log.error({ err: toError(error) }, 'outbox-unreadable');
      return [];
    });
    for (const lane of lanes) wake(lane);
    if (state === 'running')
      timers.set(
        'look',
        clock.after(lookForLanesMs, () => void lookForLanes()),
      );
  }

  signals.deliverWith({ hasRoom, mayLend, wake });
  return {
    start() {
      state = 'running';
      void lookForLanes();
    },
    async stop() {
      state = 'stopping';
      for (const cancel of timers.values()) cancel();
      timers.clear();
      for (const { queue } of Object.values(places)) queue.clear();
      while (running.size + lending.size > 0) await Promise.allSettled([...running.values(), ...lending]);
    },
  };
}
