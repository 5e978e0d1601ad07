import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';
import { type Order, reportSchema } from './bridge-orders.ts';

/** A process in which one bridge runs, once. */
export interface BridgeChild {
  /** Resolves with its port; rejects with the bridge's own reason when it does not start. */
  start(order: Omit<Extract<Order, { type: 'start' }>, 'type'>): Promise<number>;
  skip(ms: number): void;
  /** `kill` is SIGKILL, `stop` finishes everything under way. Resolves when the process is gone. */
  end(how: 'kill' | 'stop'): Promise<void>;
  readonly exited: Promise<void>;
}

const file = fileURLToPath(new URL('./bridge-process.ts', import.meta.url));

/** Begins to load; `heard` gets each line of the log. */
export function bridgeChild(heard: (line: string) => void): BridgeChild {
  const child = fork(file, {
    // The demo's own environment must not reach it.
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.stdout) createInterface(child.stdout).on('line', heard);
  const tell = (order: Order) => void (child.connected && child.send(order));
  return {
    exited,
    start(order) {
      const started = startedPort(child);
      tell({ type: 'start', ...order });
      return started;
    },
    skip: (ms) => tell({ type: 'skip', ms }),
    async end(how) {
      if (how === 'kill') child.kill('SIGKILL');
      else tell({ type: 'stop' });
      await exited;
    },
  };
}

function startedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the process of the bridge ended before it was ready')));
    child.on('message', (message) => {
      const report = reportSchema.parse(message);
      if (report.type === 'started') resolve(report.port);
      else reject(new Error(report.why));
    });
  });
}
