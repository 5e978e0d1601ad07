import { pino } from 'pino';
import { pinoLog } from '../../../src/adapters/system/log.ts';
import { type Bridge, startBridge } from '../../../src/bridge.ts';
import { readConfig } from '../../../src/config/config.ts';
import { randomAt } from '../../faults/random.ts';
import { type Activity, watchActivity } from '../time/activity.ts';
import { timers } from '../time/timers.ts';
import { sendTime } from '../time/travelling-time.ts';
import { installVirtualDate } from '../time/virtual-date.ts';
import { type Order, orderSchema, type Report } from './messages.ts';

/*
 * A bridge in a process of its own, so that it can be killed. It is the one that operators run, with a clock that the
 * rehearsal moves. Started by fork; orders and reports go over IPC.
 */

const look = watchActivity();
const date = installVirtualDate();
sendTime(date);
const waiting = timers(date.now);

const tell = (report: Report) => void process.send?.(report);

/** Follows orders, one bridge after the other. */
function follower(): (order: Order) => Promise<void> {
  let bridge: Bridge | undefined;
  return async (order) => {
    switch (order.type) {
      case 'start':
        bridge = await started(order);
        return;
      case 'stop':
        await bridge?.stop();
        waiting.clear();
        bridge = undefined;
        return tell({ type: 'stopped' });
      case 'look':
        return tell({ type: 'looked', look: order.look, activity: await look() });
      case 'pass':
        return tell({ type: 'passed', time: await pass(order.until) });
    }
  };
}

/** Tells whether the bridge has started; undefined when it has not. */
async function started(order: Extract<Order, { type: 'start' }>): Promise<Bridge | undefined> {
  const { environment, time, seed, logFile, laneLimit } = order;
  date.beginAt(time);
  Math.random = randomAt(seed, 0);
  const log = pinoLog('info', pino.destination({ dest: logFile, sync: true, mkdir: true }));
  const clock = { now: date.now, after: waiting.after };
  try {
    const config = readConfig(environment);
    const settings = { ...config.settings, laneLimit: laneLimit ?? config.settings.laneLimit };
    const bridge = await startBridge({ ...config, settings }, log, clock);
    tell({ type: 'started', port: bridge.port });
    return bridge;
  } catch (error) {
    tell({ type: 'not-started', why: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

const happened = ({ sent, settled, received, closed }: Activity): number =>
  sent + settled + received + closed;

/** Timer after timer, each with what follows from it, as long as nothing leaves the process. */
async function pass(until: number): Promise<number> {
  const before = happened(await look());
  for (;;) {
    while (waiting.runNext());
    let seen = await look();
    while (seen.isBusy) seen = await look();
    if (happened(seen) !== before) return date.now();
    const next = Math.min(until, waiting.nextAt ?? until);
    if (next <= date.now() && next === until) return date.now();
    date.skipTo(next);
  }
}

const follow = follower();
process.on('message', (message) => void follow(orderSchema.parse(message)));
process.on('disconnect', () => process.exit(0));
tell({ type: 'loaded' });
