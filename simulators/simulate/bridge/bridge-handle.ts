import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../child-environment.ts';
import type { Activity } from '../time/activity.ts';
import { type Order, type Report, reportSchema } from './messages.ts';

/** A process in which a bridge can run. */
export interface BridgeProcess {
  /** Resolves when it is loaded; rejects when it ended before. */
  readonly loaded: Promise<unknown>;
  /** Rejects with the bridge's own reason when it does not start. Resolves with its port. */
  start(order: Omit<Extract<Order, { type: 'start' }>, 'type'>): Promise<number>;
  stop(): Promise<void>;
  look(): Promise<Activity>;
  /** Resolves with the time at which the bridge did something, or `until`. */
  pass(until: number): Promise<number>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

const file = fileURLToPath(new URL('./bridge-process.ts', import.meta.url));

/** Begins to load a bridge. A process that ends by itself rejects whatever waits for it. */
export function bridgeProcess(): BridgeProcess {
  const child = fork(file, {
    // The rehearsal's own environment must not reach it.
    env: childEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const loaded = answer(child, exited, 'loaded');
  loaded.catch(() => undefined);
  let looks = 0;
  const tell = (order: Order) => void (child.connected && child.send(order));
  return {
    loaded,
    async start(order) {
      await loaded;
      const started = answer(child, exited, 'started', 'not-started');
      tell({ type: 'start', ...order });
      const report = await started;
      if (report.type === 'not-started') throw new Error(report.why);
      return report.port;
    },
    async stop() {
      const stopped = answer(child, exited, 'stopped');
      tell({ type: 'stop' });
      await stopped;
    },
    async look() {
      const number = ++looks;
      const looked = answer(child, exited, 'looked');
      tell({ type: 'look', look: number });
      return (await looked).activity;
    },
    async pass(until) {
      const passed = answer(child, exited, 'passed');
      tell({ type: 'pass', until });
      return (await passed).time;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

type OfType<Type extends Report['type']> = Extract<Report, { readonly type: Type }>;

/** The next report of one of these types. */
function answer<Type extends Report['type']>(
  child: ChildProcess,
  exited: Promise<void>,
  ...types: readonly Type[]
): Promise<OfType<Type>> {
  const isExpected = (report: Report): report is OfType<Type> => types.some((type) => type === report.type);
  return new Promise((resolve, reject) => {
    const hear = (message: unknown) => {
      const report = reportSchema.parse(message);
      if (!isExpected(report)) return;
      child.off('message', hear);
      resolve(report);
    };
    child.on('message', hear);
    void exited.then(() => reject(new BridgeGone()));
  });
}

/** The process of the bridge ended while something was expected of it. */
class BridgeGone extends Error {
  override readonly name = 'BridgeGone';
  constructor() {
    super('the process of the bridge has ended');
  }
}
