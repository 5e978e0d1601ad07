import type { Clock } from '../../ports/clock.ts';
import { toError } from '../../ports/log.ts';
import { type Lane, laneKey } from '../../ports/outbox.ts';
import { type DeliverPorts, deliverLane, type Left } from '../deliver-lane.ts';
import type { TimedLease } from './commit-notifier.ts';
import type { SlotKind, Slots } from './slots.ts';

export interface WakeOptions {
  readonly leased?: TimedLease | undefined;
  readonly kind: SlotKind;
}

export interface LaneWorkersOptions {
  readonly ports: DeliverPorts;
  readonly slots: Slots;
  readonly isStopping: () => boolean;
  /** Receives the lanes in which something has to wait until a time. */
  readonly onWait: (lane: Lane, left: Left & { readonly until: number }) => void;
}

/** When to try a lane again that the store or a defect stopped. */
const afterFailureMs = 1000;

/** One worker at a time for each lane that is woken. */
export function laneWorkers({ ports, slots, isStopping, onWait }: LaneWorkersOptions) {
  const running = new Map<string, Promise<void>>();
  const wokenAgain = new Map<string, WakeOptions>();

  function run(lane: Lane, woken: WakeOptions): void {
    slots.dequeue(laneKey(lane));
    running.set(laneKey(lane), work(lane, woken));
  }

  function work(lane: Lane, { leased, kind }: WakeOptions): Promise<void> {
    const giveSlotBack = slots.take(kind);
    const mustStop = kind === 'start' ? afterOne(leased, isStopping) : isStopping;
    const done = (left: Left): void => {
      if (left.until !== undefined) onWait(lane, { ...left, until: left.until });
      running.delete(laneKey(lane));
      goOn(lane, left);
      giveSlotBack();
    };
    return deliverLane(ports, { lane, leased }, mustStop).then(done, (error: unknown) => {
      ports.log.error({ session: lane.sessionId, err: toError(error) }, 'lane-failed');
      done({ until: soon(ports.clock) });
    });
  }

  function goOn(lane: Lane, { isUnfinished }: Left): void {
    const key = laneKey(lane);
    const again = wokenAgain.get(key);
    wokenAgain.delete(key);
    if (again?.leased) run(lane, again);
    else if (again) slots.enqueue(again.kind, key, lane);
    else if (isUnfinished) slots.enqueue(lane.direction, key, lane);
  }

  return {
    /** Delivers a lane now, or when it has a slot, or once more after the delivery under way. */
    wake(lane: Lane, { leased, kind }: WakeOptions): void {
      const key = laneKey(lane);
      if (running.has(key)) wokenAgain.set(key, { kind, leased: leased ?? wokenAgain.get(key)?.leased });
      else if (leased || slots.isFree(kind)) run(lane, { leased, kind });
      else slots.enqueue(kind, key, lane);
    },
    isDelivering: (lane: Lane): boolean => running.has(laneKey(lane)),
    underWay: (): readonly Promise<void>[] => [...running.values()],
  };
}

const soon = (clock: Clock): number => clock.now() + afterFailureMs;

/** In a start's slot nothing is delivered but the start: what is behind it waits for a slot of its direction. */
function afterOne(leased: TimedLease | undefined, isStopping: () => boolean): () => boolean {
  let isDone = leased !== undefined;
  return () => {
    const mustStop = isStopping() || isDone;
    isDone = true;
    return mustStop;
  };
}
