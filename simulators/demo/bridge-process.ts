import { pino } from 'pino';
import { pinoLog } from '../../src/adapters/system/log.ts';
import { type Bridge, startBridge } from '../../src/bridge.ts';
import { readConfig } from '../../src/config/config.ts';
import { type Order, orderSchema, type Report } from './bridge-orders.ts';
import { type MovedClock, movedClock } from './moved-clock.ts';

/*
 * The bridge that operators run, in a process of its own, so that it can be killed, and with a clock that can be moved.
 * Started by fork; its log goes to standard output.
 */

const tell = (report: Report) => void process.send?.(report);

/** Follows orders; the first one starts the bridge. */
function follower(): (order: Order) => Promise<void> {
  let clock: MovedClock | undefined;
  let bridge: Bridge | undefined;
  return async (order) => {
    switch (order.type) {
      case 'start':
        // Known at once, since time may be skipped while the bridge starts.
        clock = movedClock(order.skippedMs);
        bridge = await started(order.environment, clock);
        return;
      case 'skip':
        return clock?.skip(order.ms);
      case 'stop':
        await bridge?.stop();
        process.exit(0);
    }
  };
}

type Environment = Extract<Order, { type: 'start' }>['environment'];

/** Tells whether the bridge has started; undefined when it has not. */
async function started(environment: Environment, clock: MovedClock): Promise<Bridge | undefined> {
  // Synchronous, so that a kill loses no line.
  const log = pinoLog('info', pino.destination({ dest: 1, sync: true }));
  try {
    const bridge = await startBridge(readConfig(environment), log, clock);
    tell({ type: 'started', port: bridge.port });
    return bridge;
  } catch (error) {
    tell({ type: 'not-started', why: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

const follow = follower();
process.on('message', (message) => void follow(orderSchema.parse(message)));
// The demo stops its bridge in order; the terminal's signal is meant for the demo.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
