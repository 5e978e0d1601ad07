import { type BridgeProcess, bridgeProcess } from '../../bridge/bridge-handle.ts';

/** Processes for bridges. Loading one takes longer than playing a story, so they are used again and loaded ahead. */
export interface BridgePool {
  take(): BridgeProcess;
  /** Resolves when so many are loaded. The time of a story goes on while a process loads. */
  prepare(count: number): Promise<void>;
  /** One in which no bridge runs any more. */
  release(process: BridgeProcess): void;
  stop(): Promise<void>;
}

export function bridgePool(): BridgePool {
  const all = new Set<BridgeProcess>();
  const load = () => {
    const made = bridgeProcess();
    all.add(made);
    return made;
  };
  let spare: BridgeProcess[] = [load()];
  return {
    take() {
      const [first = load(), ...rest] = spare;
      spare = rest;
      return first;
    },
    async prepare(count) {
      while (spare.length < count) spare.push(load());
      await Promise.all(spare.map(({ loaded }) => loaded));
    },
    release: (process) => void spare.push(process),
    stop: async () => void (await Promise.all([...all].map((each) => each.kill()))),
  };
}

/** The bridge of one story. It can be killed and started again, each time on a port of its own. */
export interface PlayedBridge {
  /** Where it listens, or listened last. */
  readonly origin: string;
  /** Absent while it is down. */
  readonly process: BridgeProcess | undefined;
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** As an operator ends it. */
  stop(): Promise<void>;
}

interface PlayedBridgeOptions {
  readonly pool: BridgePool;
  readonly now: () => number;
  readonly seed: string;
  readonly logFile: string;
  readonly laneLimit?: number;
  readonly environment: () => Readonly<Record<string, string>>;
}

export function playedBridge({
  pool,
  now,
  seed,
  logFile,
  laneLimit,
  environment,
}: PlayedBridgeOptions): PlayedBridge {
  let running: BridgeProcess | undefined;
  let port = 9;
  let starts = 0;
  return {
    get origin() {
      return `http://127.0.0.1:${port}`;
    },
    get process() {
      return running;
    },
    async start() {
      if (running) return;
      const taken = pool.take();
      starts += 1;
      port = await taken.start({
        environment: environment(),
        time: now(),
        seed: `${seed}/bridge ${starts}`,
        logFile,
        ...(laneLimit !== undefined && { laneLimit }),
      });
      running = taken;
    },
    async kill() {
      const killed = running;
      running = undefined;
      await killed?.kill();
    },
    async stop() {
      const stopped = running;
      running = undefined;
      if (!stopped) return;
      await stopped.stop();
      pool.release(stopped);
    },
  };
}
