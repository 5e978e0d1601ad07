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

let bridge: Bridge | undefined;
let clock: MovedClock | undefined;

const tell = (report: Report) => void process.send?.(report);

async function follow(order: Order): Promise<void> {
  switch (order.type) {
    case 'start':
      return start(order);
    case 'skip':
      return clock?.skip(order.ms);
    case 'stop':
      await bridge?.stop();
      process.exit(0);
  }
}

async function start({ environment, skippedMs }: Extract<Order, { type: 'start' }>): Promise<void> {
  clock = movedClock(skippedMs);
  // Synchronous, so that a kill loses no line.
  const log = pinoLog('info', pino.destination({ dest: 1, sync: true }));
  try {
    bridge = await startBridge(readConfig(environment), log, clock);
    tell({ type: 'started', port: bridge.port });
  } catch (error) {
    tell({ type: 'not-started', why: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (message) => void follow(orderSchema.parse(message)));
// The demo stops its bridge in order; the terminal's signal is meant for the demo.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
