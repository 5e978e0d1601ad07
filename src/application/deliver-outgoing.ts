import { type DeliverPorts, deliverLane } from './deliver-lane.ts';
import type { Lane } from './ports/outbox.ts';
import type { Signals } from './signals.ts';
import { toError } from './to-error.ts';

export interface Deliveries {
  /** Takes up what an earlier run left behind and delivers from then on. */
  start(): void;
  /** Begins nothing new and resolves when the attempts under way are settled. */
  stop(): Promise<void>;
}

export interface DeliveriesPorts extends DeliverPorts {
  readonly signals: Signals;
}

/** How many lanes are delivered at once; the others wait for their turn in the order in which they were woken. */
const lanesAtOnce = 512;
/** How often lanes are looked for that nobody woke: those of a crash, or of another process that died. */
const lookForLanesMs = 3000;
/** When to try a lane again that the store or a defect stopped. */
const afterFailureMs = 1000;

const keyOf = ({ sessionId, direction }: Lane): string => `${direction} ${sessionId}`;

/** Delivers every lane, each by one worker at a time and in order; lanes never wait for each other. */
export function deliverOutgoing(ports: DeliveriesPorts): Deliveries {
  const { outbox, clock, signals, log } = ports;
  const running = new Map<string, Promise<void>>();
  const wokenAgain = new Set<string>();
  const queue = new Map<string, Lane>();
  const timers = new Map<string, () => void>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';

  function wake(lane: Lane): void {
    const key = keyOf(lane);
    if (state !== 'running') return;
    if (running.has(key)) wokenAgain.add(key);
    else if (running.size >= lanesAtOnce) queue.set(key, lane);
    else run(key, lane);
  }

  function run(key: string, lane: Lane): void {
    const work = deliverLane(ports, lane, () => state === 'stopping')
      .then(({ until }) => {
        if (until !== undefined) wakeLater(key, lane, until);
      })
      .catch((error: unknown) => {
        log.error({ session: lane.sessionId, err: toError(error) }, 'lane-failed');
        wakeLater(key, lane, clock.now() + afterFailureMs);
      })
      .finally(() => {
        running.delete(key);
        if (wokenAgain.delete(key)) queue.set(key, lane);
        wakeNextInQueue();
      });
    running.set(key, work);
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

  function wakeNextInQueue(): void {
    const next = queue.entries().next();
    if (next.done) return;
    const [key, lane] = next.value;
    queue.delete(key);
    wake(lane);
  }

  async function lookForLanes(): Promise<void> {
    const lanes = await outbox.dueLanes(lanesAtOnce).catch((error: unknown) => {
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

  signals.onLane(wake);
  return {
    start() {
      state = 'running';
      void lookForLanes();
    },
    async stop() {
      state = 'stopping';
      for (const cancel of timers.values()) cancel();
      timers.clear();
      queue.clear();
      await Promise.all(running.values());
    },
  };
}
